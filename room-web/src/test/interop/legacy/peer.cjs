'use strict'
// A peer of the first rooms: ssb-room 1.3's client, which knows tunnel.isRoom and tunnel.endpoints only, and
// ssb-invite-client 1.
const SecretStack = require('secret-stack')
const caps = require('ssb-caps')
const ssbKeys = require('ssb-keys')
const pull = require('pull-stream')
const { serve, report } = require('../lib/agent.cjs')
const { plugin } = require('../lib/echo.cjs')
const { config, commands, tolerateHangUps } = require('../lib/stack.cjs')

const ssb = SecretStack({ caps })
  .use(require('ssb-conn'))
  .use(require('ssb-room/tunnel/client'))
  .use(require('ssb-invite-client'))
  .use(require('ssb-ws'))
  .use(plugin(require('pull-pair')))
  .call(null, config(ssbKeys.generate(), caps, process.env.PEER_DATA))

const meet = id => new Promise(resolve => {
  pull(ssb.conn.stagedPeers(), pull.drain(entries => {
    const found = entries.find(([, data]) => data.key === id)
    if (!found) return true
    resolve(found[0])
    return false
  }))
})

tolerateHangUps()
serve({
  ...commands(ssb, { pull, report, meet }),
  // Without a database there is nothing to publish.
  accept: code => new Promise((resolve, reject) => ssb.invite.accept(
    { invite: code, shouldPublish: false }, (error, value) => error ? reject(error) : resolve(value)))
})
