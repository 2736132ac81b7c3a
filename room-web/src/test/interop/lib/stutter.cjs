'use strict'
// A plugin that takes bytes and blocks its whole process in the middle of them, as a phone does that indexes; and the
// other end of it.
const { createHash, randomBytes } = require('crypto')
const { existsSync } = require('fs')

const CHUNK = 20_000
const EMPTY = Buffer.alloc(CHUNK)

/**
 * The plugin: takes `total` bytes, and once so many `after` have come it is away for some `milliseconds`, or `until` a
 * file is there.
 */
const plugin = report => ({
  name: 'stutter',
  version: '1.0.0',
  manifest: { take: 'duplex' },
  permissions: { anonymous: { allow: ['take'] } },
  init: () => ({ take: order => taking(order, report) })
})

function taking ({ name, total, blocks = [] }, report) {
  const hash = createHash('sha256')
  const waiting = [...blocks]
  let bytes = 0
  let answer = null
  return {
    sink: read => read(null, function next (end, chunk) {
      if (end) return report('take-ended', { name, bytes, error: end === true ? null : String(end.message || end) })
      bytes += chunk.length
      hash.update(chunk)
      if (bytes === total) answer?.(null, Buffer.from(hash.digest('hex')))
      if (waiting.length === 0 || bytes < waiting[0].after) return read(null, next)
      const absence = waiting.shift()
      report('blocks', { name, bytes })
      setImmediate(() => {
        block(absence)
        report('wakes', { name, bytes })
        read(null, next)
      })
    }),
    source: (abort, cb) => {
      if (abort) return cb(abort)
      if (answer) return cb(true)
      answer = cb
    }
  }
}

function block ({ milliseconds = 50, until }) {
  const never = new Int32Array(new SharedArrayBuffer(4))
  do Atomics.wait(never, 0, 0, milliseconds)
  while (until && !existsSync(until))
}

/** Sends `total` bytes, a chunk each `pause` milliseconds; resolves once the other end has all of them. */
function give (rpc, { name, total, pause = 0, blocks }) {
  return new Promise((resolve, reject) => {
    const hash = createHash('sha256')
    let out = 0
    const { source, sink } = rpc.stutter.take({ name, total, blocks }, () => {})
    sink((abort, cb) => {
      if (abort) return cb(abort)
      // One end ends both directions of a JavaScript duplex: the answer's reader says it.
      if (out === total) return
      const chunk = pause ? EMPTY.subarray(0, Math.min(CHUNK, total - out)) : randomBytes(Math.min(CHUNK, total - out))
      out += chunk.length
      hash.update(chunk)
      if (pause) setTimeout(cb, pause, null, chunk)
      else setImmediate(cb, null, chunk)
    })
    source(null, (end, answer) => {
      if (end) return reject(end === true ? new Error(`ended after ${out} of ${total} bytes`) : end)
      resolve({ sent: hash.digest('hex'), received: answer.toString() })
      source(true, () => {})
    })
  })
}

module.exports = { plugin, give }
