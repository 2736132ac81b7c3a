'use strict'
// Remembers whom ssb-room-client has discovered: it tells of each attendant once, to those who listen.

module.exports = function discovery (ssb, pull, report) {
  const addresses = new Map()
  const waiting = new Map()
  pull(ssb.roomClient.discoveredAttendants(), pull.drain(({ key, address }) => {
    addresses.set(key, address)
    report('discovered', { id: key })
    for (const resolve of waiting.get(key) || []) resolve(address)
    waiting.delete(key)
  }))
  return id => addresses.get(id) || new Promise(resolve => {
    waiting.set(id, [...(waiting.get(id) || []), resolve])
  })
}
