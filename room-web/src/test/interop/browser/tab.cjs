'use strict'
// A peer in a browser tab: ssb-browser-core 14 and ssb-http-invite-client 1. The page's script; the test calls `window.peer`.
const pull = require('pull-stream')
const { plugin } = require('../lib/echo.cjs')
const { commands } = require('../lib/stack.cjs')
const discovery = require('../lib/discovery.cjs')

const report = (event, data) => window.report(event, data)

require('ssb-browser-core/core').init('/peer', { core: { startOffline: true } },
  stack => stack.use(plugin(require('pull-pair'))).use(require('ssb-http-invite-client')))

window.SSBLOADER.once('ready', () => {
  const ssb = window.SSB
  const latest = {}
  ssb.db.onMsgAdded(({ kvt }) => {
    const { author, sequence } = kvt.value
    latest[author] = Math.max(sequence, latest[author] || 0)
    report('message', { author, sequence: latest[author] })
  })
  window.peer = {
    ...commands(ssb, { pull, report, meet: discovery(ssb, pull, report) }),
    claim: link => new Promise((resolve, reject) =>
      ssb.httpInviteClient.claim(link, (error, address) => error ? reject(error) : resolve(address))),
    request: id => { ssb.ebt.request(id, true) },
    publish: content => new Promise((resolve, reject) =>
      ssb.db.create({ content, keys: ssb.config.keys }, (error, message) =>
        error ? reject(error) : resolve(message.key)))
  }
  report('ready')
})
