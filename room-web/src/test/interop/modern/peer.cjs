'use strict'
// A peer of today's rooms: ssb-room-client 2, ssb-http-invite-client 1, ssb-http-auth-client 1 and ssb-conn 6.
const SecretStack = require('secret-stack')
const caps = require('ssb-caps')
const ssbKeys = require('ssb-keys')
const pull = require('pull-stream')
const { serve, report } = require('../lib/agent.cjs')
const echo = require('../lib/echo.cjs')
const stutter = require('../lib/stutter.cjs')
const { config, commands, tolerateHangUps } = require('../lib/stack.cjs')
const discovery = require('../lib/discovery.cjs')
const site = require('./site.cjs')

const ssb = SecretStack({ caps })
  .use(require('ssb-conn'))
  .use(require('ssb-room-client'))
  .use(require('ssb-http-invite-client'))
  .use(require('ssb-http-auth-client'))
  .use(require('ssb-ws'))
  .use(echo.plugin(require('pull-pair')))
  .use(stutter.plugin(report))
  .call(null, config(ssbKeys.generate(), caps, process.env.PEER_DATA))

const promised = run => new Promise((resolve, reject) =>
  run((error, value) => error ? reject(error) : resolve(value)))

tolerateHangUps()
serve({
  ...site(ssb),
  ...commands(ssb, { pull, report, meet: discovery(ssb, pull, report) }),
  // What ssb-room-client has noted about the room, once it knows who is there.
  room: address => new Promise(resolve => pull(ssb.conn.peers(), pull.drain(entries => {
    const [, data] = entries.find(([other]) => other === address) || []
    if (!data || !data.onlineCount) return true
    const { type, name, openInvites, supportsRoom2, onlineCount } = data
    resolve({ type, name, openInvites, supportsRoom2, onlineCount })
    return false
  }))),
  // Resolves once ssb-room-client takes the other for a room.
  knows: room => new Promise(resolve => {
    const look = () => ssb.tunnel.getRoomsMap().has(room) ? resolve(true) : setTimeout(look, 20)
    look()
  }),
  register: (room, alias) => promised(cb => ssb.roomClient.registerAlias(room, alias, cb)),
  revoke: (room, alias) => promised(cb => ssb.roomClient.revokeAlias(room, alias, cb)),
  // Reaches whoever has the alias; resolves with its id.
  consume: async uri => (await promised(cb => ssb.roomClient.consumeAliasUri(uri, cb))).id
})
