// People of a room on several nodes, who come back whenever they lose it: peers, visitors of pages, and somebody who is
// kept out and tries all the same.
import { Agent } from 'node:https'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { connectWire, newKeys } from '../lib/wire.mjs'
import { within } from '../lib/time.mjs'
import { visit } from './visit.mjs'

const BETWEEN_TRIES = 100

/** Less often than the room has any client ask. */
const BETWEEN_PAGES = 400

/** A peer that attends, and connects again as soon as it is not connected any more. */
export class Peer {
  /** When it lost a connection, and when it attended again, in milliseconds of `performance.now()`. */
  losses = []

  static async enter (address, options) {
    const peer = new Peer(address, options)
    await within(60_000, 'the way into the room', peer.#arrived)
    return peer
  }

  #arrived

  constructor (address, { keys = newKeys(), ...options } = {}) {
    this.address = address
    this.keys = keys
    this.options = { keys, ...options }
    this.#arrived = new Promise(resolve => { this.#goOn(resolve) })
  }

  get id () {
    return this.keys.id
  }

  get isIn () {
    return this.wire !== undefined
  }

  async #goOn (arrived) {
    while (!this.over) {
      try {
        const wire = await connectWire(this.address, this.options)
        if (this.over) return wire.close()
        await wire.call('tunnel.announce')
        this.#isBack(wire)
        arrived()
        await wire.ended
      } catch {
        await delay(BETWEEN_TRIES)
      }
      this.#isOut()
    }
  }

  #isBack (wire) {
    this.wire = wire
    const last = this.losses.at(-1)
    if (last) last.back = performance.now()
  }

  #isOut () {
    if (this.wire && !this.over) this.losses.push({ lost: performance.now() })
    this.wire = undefined
  }

  async leave () {
    this.over = true
    await this.wire?.close().catch(() => {})
  }
}

/** Visitors who ask for pages by the balancer, each from an address of their own, one after the other. */
export class Visitors {
  asked = 0
  failures = []
  #over = false

  constructor (count, paths = ['/', '/login', '/notice/list', '/alias/nobody?encoding=json']) {
    this.done = Promise.all(Array.from({ length: count }, (_, number) => this.#goOn(`127.0.1.${1 + number}`, paths)))
  }

  async #goOn (localAddress, paths) {
    const agent = new Agent({ keepAlive: true, maxSockets: 1, localAddress })
    for (let turn = 0; !this.#over; turn++) {
      const path = paths[turn % paths.length]
      try {
        const response = await visit(path, { agent })
        const page = await text(response)
        if (response.statusCode !== 200) this.failures.push(`${path}: ${response.statusCode} ${page.slice(0, 200)}`)
      } catch (error) {
        this.failures.push(`${path}: ${error.message}`)
      }
      this.asked++
      await delay(BETWEEN_PAGES)
    }
    agent.destroy()
  }

  async leave () {
    this.#over = true
    await this.done
  }
}

/** The value below which so many of a hundred are. */
export function percentile (values, hundredths) {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * hundredths / 100) - 1)]
}
