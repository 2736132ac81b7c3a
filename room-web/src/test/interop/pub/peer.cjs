'use strict'
// A pub: the stack of ssb-server 16 with a room client and ssb-invite 2. It replicates whom it follows and carries their messages.
const path = require('path')
const { createHash } = require('crypto')
const createServer = require('ssb-server').createSsbServer
const caps = require('ssb-caps')
const ssbKeys = require('ssb-keys')
const pull = require('pull-stream')
const { serve, report } = require('../lib/agent.cjs')
const { config, commands, tolerateHangUps } = require('../lib/stack.cjs')
const discovery = require('../lib/discovery.cjs')

const data = process.env.PEER_DATA
const ssb = createServer()
  .use(require('ssb-conn'))
  .use(require('ssb-room-client'))
  .use(require('ssb-replicate'))
  .use(require('ssb-friends'))
  .use(require('ssb-ebt'))
  .use(require('ssb-invite'))
  .call(null, config(ssbKeys.loadOrCreateSync(path.join(data, 'secret')), caps, data, {
    friends: { hops: 1 }
  }))

const promised = run => new Promise((resolve, reject) =>
  run((error, value) => error ? reject(error) : resolve(value)))

tolerateHangUps()
serve({
  ...commands(ssb, { pull, report, meet: discovery(ssb, pull, report) }),
  accept: code => promised(cb => ssb.invite.accept(code, cb)),
  follow: id => promised(cb => ssb.publish({ type: 'contact', contact: id, following: true }, cb)),
  untilSequence: (id, sequence) => new Promise((resolve, reject) => pull(
    ssb.createHistoryStream({ id, live: true, keys: true }),
    pull.drain(({ value }) => {
      if (!value || value.sequence < sequence) return true
      resolve(value.sequence)
      return false
    }, error => { if (error && error !== true) reject(error) })
  )),
  feed: id => promised(cb => pull(
    ssb.createHistoryStream({ id, keys: true }),
    pull.collect((error, found) => {
      if (error) return cb(error)
      const hash = createHash('sha256')
      for (const { key } of found) hash.update(key)
      cb(null, { count: found.length, digest: hash.digest('hex') })
    })
  ))
})
