'use strict'
// A process of peers that live through tunnels, over the JavaScript stack.
const { readFileSync } = require('fs')
const { serve, report } = require('../lib/agent.cjs')
const { Life } = require('./life.cjs')

const pattern = readFileSync(process.env.CHAOS_PATTERN)
const wires = new Map()
let open = 0

// What the stack says late of streams whose connection is gone.
process.on('uncaughtException', error => {
  if (/unexpected end|unexpected hangup|stream is closed|ECONNRESET|EPIPE|broken off/.test(error.message)) return
  console.error(error)
  process.exit(1)
})

import('../lib/wire.mjs').then(({ connectWire, keysFor, pull }) => {
  function live (duplex, told, spec) {
    open++
    const life = new Life(pattern, seen => {
      open--
      told(seen)
    }, spec)
    const sink = pull.drain(bytes => life.receive(bytes), error => life.ended(error))
    if (!duplex) return { source: life.source, sink }
    pull(life.source, duplex.sink)
    pull(duplex.source, sink)
    return life
  }

  serve({
    id: name => keysFor(name).id,
    join: async (name, address) => {
      const wire = await connectWire(address, {
        keys: keysFor(name),
        onTunnel: () => live(null, seen => report('life', { name, ...seen }))
      })
      wires.set(name, wire)
      wire.ended.then(() => report('lost', name))
      await wire.call('tunnel.announce')
    },
    live: (name, target, spec) => new Promise(resolve => {
      const { rpc } = wires.get(name)
      live(rpc.tunnel.connect({ portal: rpc.id, target }, () => {}), resolve, spec)
    }),
    open: () => open,
    leave: async () => {
      for (const wire of wires.values()) await wire.close()
    },
    // The thread is busy: nothing is read and nothing is answered.
    stutter: milliseconds => {
      setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds))
    }
  })
})
