'use strict'
// Commands of peers that keep a database: ssb-db2 with ssb-ebt 9.
const { createHash } = require('crypto')
const pull = require('pull-stream')
const { where, author, toPullStream } = require('ssb-db2/operators')

module.exports = function messages (ssb) {
  const latest = new Map()
  const waiting = new Set()
  ssb.db.onMsgAdded(({ kvt }) => {
    const { author, sequence } = kvt.value
    latest.set(author, Math.max(sequence, latest.get(author) || 0))
    for (const check of waiting) check()
  })

  return {
    publish: async (content, count = 1) => {
      for (let number = 1; number <= count; number++) {
        await create(ssb, { ...content, number })
      }
    },
    request: id => { ssb.ebt.request(id, true) },
    untilSequence: (id, sequence) => new Promise(resolve => {
      const check = () => {
        if ((latest.get(id) || 0) < sequence) return
        waiting.delete(check)
        resolve(latest.get(id))
      }
      waiting.add(check)
      check()
    }),
    feed: id => new Promise((resolve, reject) => ssb.db.onDrain(() => pull(
      ssb.db.query(where(author(id, { dedicated: false })), toPullStream()),
      pull.collect((error, found) => error ? reject(error) : resolve(digest(found)))
    )))
  }
}

const create = (ssb, content) => new Promise((resolve, reject) =>
  ssb.db.create({ content }, (error, message) => error ? reject(error) : resolve(message)))

function digest (found) {
  const hash = createHash('sha256')
  found.sort((a, b) => a.value.sequence - b.value.sequence)
  for (const { key } of found) hash.update(key)
  return { count: found.length, digest: hash.digest('hex') }
}
