'use strict'
// A peer with a database that replicates: ssb-db2 8 and ssb-ebt 9.
const SecretStack = require('secret-stack')
const caps = require('ssb-caps')
const ssbKeys = require('ssb-keys')
const pull = require('pull-stream')
const path = require('path')
const { serve, report } = require('../lib/agent.cjs')
const { plugin } = require('../lib/echo.cjs')
const { config, commands, tolerateHangUps } = require('../lib/stack.cjs')
const discovery = require('../lib/discovery.cjs')
const messages = require('./messages.cjs')

const data = process.env.PEER_DATA
const ssb = SecretStack({ caps })
  .use(require('ssb-db2/core'))
  .use(require('ssb-classic'))
  .use(require('ssb-db2/compat/ebt'))
  .use(require('ssb-conn'))
  .use(require('ssb-room-client'))
  .use(require('ssb-ws'))
  .use(require('ssb-ebt'))
  .use(plugin(require('pull-pair')))
  .call(null, config(ssbKeys.loadOrCreateSync(path.join(data, 'secret')), caps, data))

tolerateHangUps()
serve({ ...commands(ssb, { pull, report, meet: discovery(ssb, pull, report) }), ...messages(ssb) })
