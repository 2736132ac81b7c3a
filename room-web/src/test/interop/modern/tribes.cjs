'use strict'
// A peer with private groups: ssb-tribes 4 over ssb-db2 and ssb-box2.
const SecretStack = require('secret-stack')
const caps = require('ssb-caps')
const ssbKeys = require('ssb-keys')
const pull = require('pull-stream')
const path = require('path')
const { serve, report } = require('../lib/agent.cjs')
const { config, commands, tolerateHangUps } = require('../lib/stack.cjs')
const discovery = require('../lib/discovery.cjs')
const messages = require('./messages.cjs')

const data = process.env.PEER_DATA
const ssb = SecretStack({ caps })
  .use(require('ssb-db2/core'))
  .use(require('ssb-classic'))
  .use(require('ssb-db2/compat'))
  .use(require('ssb-db2/compat/feedstate'))
  .use(require('ssb-box2'))
  .use(require('ssb-tribes'))
  .use(require('ssb-conn'))
  .use(require('ssb-room-client'))
  .use(require('ssb-ebt'))
  .call(null, config(ssbKeys.loadOrCreateSync(path.join(data, 'secret')), caps, data, {
    box2: { legacyMode: true }
  }))

const promised = run => new Promise((resolve, reject) =>
  run((error, value) => error ? reject(error) : resolve(value)))

/** The content of a message as soon as this peer has it and can read it. */
function read (key) {
  return new Promise(resolve => {
    const attempt = () => ssb.get({ id: key, private: true }, (error, value) => {
      if (!error && typeof value.content === 'object') resolve(value.content)
      else setTimeout(attempt, 100)
    })
    attempt()
  })
}

tolerateHangUps()
serve({
  ...commands(ssb, { pull, report, meet: discovery(ssb, pull, report) }),
  ...messages(ssb),
  createGroup: async () => (await promised(cb => ssb.tribes.create({}, cb))).groupId,
  invite: async (group, id) => { await promised(cb => ssb.tribes.invite(group, [id], {}, cb)) },
  post: async (group, text) =>
    (await promised(cb => ssb.tribes.publish({ type: 'post', text, recps: [group] }, cb))).key,
  raw: async key => (await promised(cb => ssb.get({ id: key }, cb))).content,
  read
})
