#!/usr/bin/env node
// The one executable that the suite starts for each of its tests: its standard input and output, and
// its arguments as a first line, lead to the harness that listens on SHS1_PORT. That one closes when
// the other side misbehaved, which the suite wants to see as a non-zero exit.
const net = require('node:net')

const socket = net.connect(Number(process.env.SHS1_PORT), '127.0.0.1')
socket.write(process.argv.slice(2).join(' ') + '\n')
process.stdin.pipe(socket)
socket.pipe(process.stdout)
socket.on('error', () => {})
socket.on('close', () => process.exit(1))
