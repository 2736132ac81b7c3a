'use strict'
// Loaded first into peers that know the room by a name: that domain and all names below it are this machine, and its
// port 443 is the one that the TLS proxy has. Everything else is left to the clients.
const net = require('net')

const { domain, https } = JSON.parse(process.env.PEER_NETWORK)
const connect = net.Socket.prototype.connect

net.Socket.prototype.connect = function (...args) {
  // Node calls itself with its arguments in an array.
  const options = Array.isArray(args[0]) ? args[0][0] : args[0]
  if (options && typeof options === 'object' && isOurs(options.host)) {
    options.host = '127.0.0.1'
    if (Number(options.port) === 443) options.port = https
  }
  return connect.apply(this, args)
}

const isOurs = host => host === domain || (typeof host === 'string' && host.endsWith(`.${domain}`))
