'use strict'
// The network between peers and a room at its worst: a process of TCP proxies that cut what passes into slices, down to
// single bytes, delay it, and on command reset connections or swallow all that is sent.
const { createServer, connect } = require('net')
const { serve } = require('../lib/agent.cjs')

const MOST_DELAY = 30
const FINE_SLICES = 400

const roads = new Map()

class Road {
  constructor (host, port, dice) {
    this.host = host
    this.port = port
    this.dice = dice
    this.passages = new Set()
    this.server = createServer(client => this.pass(client))
  }

  pass (client) {
    const room = connect(this.port, this.host)
    const passage = { ends: [client, room], hole: false }
    this.passages.add(passage)
    for (const [one, other] of [[client, room], [room, client]]) {
      one.setNoDelay(true)
      one.on('error', () => {})
      one.on('close', () => {
        other.destroy()
        this.passages.delete(passage)
      })
      this.carry(one, other, passage)
    }
  }

  /** Carries bytes one way, in their order, no faster than they are taken. */
  async carry (from, to, passage) {
    const own = { fine: this.dice.once(2) ? FINE_SLICES : 0, delay: this.dice.below(3) * this.dice.below(MOST_DELAY) / 2 }
    try {
      for await (const chunk of from) {
        if (own.delay > 0 && this.dice.once(4)) await new Promise(resolve => setTimeout(resolve, own.delay))
        for (let at = 0; at < chunk.length;) {
          const length = own.fine > 0 ? 1 + this.dice.below(3) : 1 + this.dice.below(this.dice.once(3) ? 200 : 65_536)
          own.fine--
          const slice = chunk.subarray(at, at + length)
          at += slice.length
          if (passage.hole || to.destroyed) continue
          if (!to.write(slice)) await drained(to)
        }
      }
      if (!passage.hole) to.end()
    } catch {
      to.destroy()
    }
  }

  reset () {
    for (const { ends } of this.passages) for (const end of ends) end.resetAndDestroy()
  }

  /** From now on nothing passes, and nobody is told; after a while the peer's side is reset. */
  swallow (milliseconds) {
    for (const passage of this.passages) {
      passage.hole = true
      setTimeout(() => { for (const end of passage.ends) end.resetAndDestroy() }, milliseconds)
    }
  }
}

const drained = socket => new Promise(resolve => {
  const done = () => {
    socket.off('drain', done)
    socket.off('close', done)
    resolve()
  }
  socket.on('drain', done)
  socket.on('close', done)
})

import('../lib/dice.mjs').then(({ Dice }) => serve({
  open: async (host, port, seed) => {
    const road = new Road(host, port, new Dice(seed))
    await new Promise(resolve => road.server.listen(0, '127.0.0.1', resolve))
    const number = road.server.address().port
    roads.set(number, road)
    return number
  },
  reset: number => roads.get(number).reset(),
  swallow: (number, milliseconds) => roads.get(number).swallow(milliseconds)
}))
