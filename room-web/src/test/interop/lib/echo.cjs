'use strict'
// A plugin that sends back what it is sent, and the other end of it.
const { createHash, randomBytes } = require('crypto')

const CHUNK = 20_000
const WINDOW = 1 << 20

/** The plugin: a duplex and an async call. */
const plugin = (pair) => ({
  name: 'echo',
  version: '1.0.0',
  manifest: { stream: 'duplex', say: 'async' },
  permissions: { anonymous: { allow: ['stream', 'say'] } },
  init: () => ({
    stream: () => pair(),
    say: (value, cb) => cb(null, value)
  })
})

/** Sends `total` random bytes through the duplex and resolves once as many have come back. */
function roundTrip (pull, duplex, total) {
  return new Promise((resolve, reject) => {
    const sent = createHash('sha256')
    const received = createHash('sha256')
    let out = 0
    let back = 0
    let end = null

    pull(
      (abort, cb) => {
        if (abort) return cb(abort)
        if (out === total) {
          // One end ends both directions of a JavaScript duplex: wait for the echo before saying it.
          end = cb
          if (back === total) cb(true)
          return
        }
        const chunk = randomBytes(Math.min(CHUNK, total - out))
        out += chunk.length
        sent.update(chunk)
        setImmediate(cb, null, chunk)
      },
      duplex,
      pull.drain(chunk => {
        back += chunk.length
        received.update(chunk)
        if (back < total) return
        resolve({ bytes: back, sent: sent.digest('hex'), received: received.digest('hex') })
        if (end) end(true)
      }, error => {
        if (back < total) reject(error === true ? new Error(`ended after ${back} of ${total} bytes`) : error)
      })
    )
  })
}

/** Sends without end, at most a window ahead of the echo; `progress` learns of each window that came back. */
function flood (pull, duplex, progress, ended) {
  let out = 0
  let back = 0
  let waiting = null

  pull(
    (abort, cb) => {
      if (abort) return cb(abort)
      if (out - back > WINDOW) {
        waiting = cb
        return
      }
      out += CHUNK
      setImmediate(cb, null, randomBytes(CHUNK))
    },
    duplex,
    pull.drain(chunk => {
      const windows = Math.floor(back / WINDOW)
      back += chunk.length
      if (Math.floor(back / WINDOW) > windows) progress(back)
      if (!waiting || out - back > WINDOW) return
      const cb = waiting
      waiting = null
      out += CHUNK
      setImmediate(cb, null, randomBytes(CHUNK))
    }, error => ended(error === true || !error ? null : String(error.message || error)))
  )
}

module.exports = { plugin, roundTrip, flood }
