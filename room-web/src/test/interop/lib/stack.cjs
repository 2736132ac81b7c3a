'use strict'
// Commands that every peer built on secret-stack understands.
const { roundTrip, flood } = require('./echo.cjs')
const { give } = require('./stutter.cjs')

/** Configuration of a peer that listens nowhere but behind its room. */
const config = (keys, caps, path, more) => ({
  keys,
  path,
  caps: { shs: Buffer.from(caps.shs, 'base64') },
  connections: {
    incoming: { tunnel: [{ scope: 'public', transform: 'shs' }] },
    outgoing: {
      net: [{ transform: 'shs' }],
      ws: [{ transform: 'shs' }],
      tunnel: [{ transform: 'shs' }]
    }
  },
  conn: { autostart: false },
  timers: { inactivity: 600e3 },
  ...more
})

/** The commands. `meet` resolves with the tunnel address under which this peer learnt of another. */
function commands (ssb, { pull, meet, report }) {
  ssb.on('rpc:connect', (rpc, isClient) => {
    report('connected', { id: rpc.id, isClient })
    rpc.on('closed', () => report('closed', { id: rpc.id }))
  })

  const promised = run => new Promise((resolve, reject) =>
    run((error, value) => error ? reject(error) : resolve(value)))
  const newest = id => {
    const rpc = (ssb.peers[id] || []).at(-1)
    if (!rpc) throw new Error(`not connected to ${id}`)
    return rpc
  }
  const at = (rpc, path) => path.split('.').reduce((api, name) => api[name], rpc)

  return {
    id: () => ssb.id,
    connections: id => (ssb.peers[id] || []).length,
    connect: async address => (await promised(cb => ssb.conn.connect(address, cb))).id,
    connectAgain: async address => (await promised(cb => ssb.connect(address, cb))).id,
    hangUp: id => promised(cb => newest(id).close(true, () => cb(null, true))),
    meet,
    call: (id, path, ...args) => promised(cb => at(newest(id), path)(...args, cb)),
    echo: (id, bytes) => roundTrip(pull, newest(id).echo.stream(() => {}), bytes),
    echoOnEach: (id, bytes) => Promise.all(
      ssb.peers[id].map(rpc => roundTrip(pull, rpc.echo.stream(() => {}), bytes))),
    give: (id, order) => give(newest(id), order),
    say: async (id, length) => {
      const value = { text: 'é'.repeat(length / 2), list: [1, 2, { three: null }] }
      const answer = await promised(cb => newest(id).echo.say(value, cb))
      return JSON.stringify(answer) === JSON.stringify(value)
    },
    flood: id => {
      flood(pull, newest(id).echo.stream(() => {}),
        bytes => report('flood', { id, bytes }),
        error => report('flood-ended', { id, error }))
    },
    watch: (id, path, ...args) => {
      pull(at(newest(id), path)(...args), pull.drain(
        item => report('item', { path, item }),
        error => report('ended', { path, error: error && error !== true ? error.message : null })))
    },
    close: () => promised(cb => ssb.close(true, cb))
  }
}

/** Late errors of streams that a vanished peer has left behind; anything else still ends the process. */
function tolerateHangUps () {
  process.on('uncaughtException', error => {
    if (/unexpected end of parent stream|unexpected hangup|stream is closed|ECONNRESET|EPIPE/.test(error.message)) {
      console.error(`ignored: ${error.message}`)
      return
    }
    console.error(error)
    process.exit(1)
  })
}

module.exports = { config, commands, tolerateHangUps }
