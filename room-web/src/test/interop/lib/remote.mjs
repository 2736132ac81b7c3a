// What tests do with a peer, wherever it runs: give it commands and wait for its events.
import { within } from './time.mjs'

export class Remote {
  constructor (kind) {
    this.kind = kind
    this.events = []
    this.log = ''
    this.watchers = new Set()
  }

  /** Runs a command in the peer; rejects when it fails, when the peer dies, or after 30 seconds. */
  do (command, ...args) {
    return this.doWithin(30_000, command, ...args)
  }

  /** Resolves with the first event of that name, past or to come, whose data suit; `skip` passes over as many. */
  until (event, suits, { skip = 0, milliseconds = 30_000 } = {}) {
    let check
    const found = new Promise((resolve, reject) => {
      check = () => {
        const matches = this.events.filter(e => e.event === event && suits(e.data))
        if (matches.length > skip) resolve(matches[skip].data)
        else if (this.gone) reject(this.gone)
      }
      this.watchers.add(check)
      check()
    })
    return within(milliseconds, `${this.kind} event ${event}`, found, () => this.log)
      .finally(() => this.watchers.delete(check))
  }

  /** The data of all events of that name so far. */
  all (event) {
    return this.events.filter(e => e.event === event).map(e => e.data)
  }

  /** Enters the room at the address. */
  async enter (room, address = room.address) {
    await this.do('connect', address)
  }

  /** Discovers the other in the room and connects to it through a tunnel; both see the connection. */
  async reach (other) {
    const address = await this.do('meet', other.id)
    await this.reachAt(address, other)
    return address
  }

  /** Connects to the other at its tunnel address; both see the connection, however often they had one before. */
  async reachAt (address, other) {
    const earlier = other.all('connected').filter(({ id }) => id === this.id).length
    await this.do('connect', address)
    await other.until('connected', ({ id }) => id === this.id, { skip: earlier })
  }

  keep (text) {
    this.log = (this.log + text).slice(-4000)
  }

  happened (event, data) {
    this.events.push({ event, data })
    for (const check of [...this.watchers]) check()
  }
}
