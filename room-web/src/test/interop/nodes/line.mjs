// Lines that can fail: TCP relays that go on holding what they are given, are late with it, reset what they carry, or let
// nobody in.
import { execFileSync } from 'node:child_process'
import { connect, createServer } from 'node:net'
import { Transform } from 'node:stream'

export class Line {
  #passages = new Set()
  #held = () => false
  #refuses = false

  /** How late it is with each part, in milliseconds; a part is what is there when the one before has passed. */
  lag = 0

  /** Opens a line from one place to another, both `[host, port]`; it may tell callers apart. */
  static async open (from, to, tellsCallersApart = false) {
    const line = new Line(to, tellsCallersApart)
    await new Promise((resolve, reject) => line.server.once('error', reject).listen(from[1], from[0], resolve))
    return line
  }

  constructor ([host, port], tellsCallersApart) {
    this.tellsCallersApart = tellsCallersApart
    this.server = createServer({ pauseOnConnect: true }, client => this.#pass(client, connect({ host, port, noDelay: true })))
  }

  #pass (client, server) {
    if (this.#refuses) {
      server.destroy()
      client.resetAndDestroy()
      return
    }
    const ways = [[client, server], [server, client]].map(([one, other]) => ({ one, other, late: this.#late() }))
    const passage = { client, server, ways }
    this.#passages.add(passage)
    client.setNoDelay(true)
    for (const { one, other, late } of ways) {
      late.pipe(other)
      one.on('error', () => {})
      one.on('close', () => {
        this.#passages.delete(passage)
        other.destroy()
      })
    }
    if (this.tellsCallersApart) passage.caller = callerOf(client)
    this.#follow(passage)
  }

  /** What is held stays in the sockets, and in the hands of whoever sends it. */
  #follow (passage) {
    for (const { one, late } of passage.ways) {
      one.unpipe(late)
      if (this.#held(passage.caller)) one.pause()
      else one.pipe(late)
    }
  }

  #late () {
    return new Transform({
      transform: (part, _, pass) => {
        if (this.lag > 0) setTimeout(pass, this.lag, null, part)
        else pass(null, part)
      }
    })
  }

  /** Nothing passes any more of callers that suit, a function of their process ids; nobody is told. */
  hold (suits = () => true) {
    this.#held = suits
    for (const each of this.#passages) this.#follow(each)
  }

  /** What was held goes on. */
  release () {
    this.hold(() => false)
  }

  /** Resets what there is and lets nobody in, until it is open again. */
  cut () {
    this.#refuses = true
    for (const { client, server } of this.#passages) {
      client.resetAndDestroy()
      server.resetAndDestroy()
    }
  }

  reopen () {
    this.#refuses = false
  }

  close () {
    this.server.close()
    for (const { client, server } of this.#passages) {
      client.destroy()
      server.destroy()
    }
  }
}

/** The process at the other end of a connection on this machine; undefined where it is gone already. */
function callerOf ({ remotePort, localPort }) {
  if (remotePort === undefined) return undefined
  const found = execFileSync('ss', ['-Htnp', `sport = :${remotePort} and dport = :${localPort}`], { encoding: 'utf8' })
  return Number(/pid=(\d+)/.exec(found)?.[1])
}
