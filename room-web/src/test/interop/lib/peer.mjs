// A peer in a process of its own, as the tests see it.
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { within } from './time.mjs'

const alive = new Set()
process.on('exit', () => { for (const peer of alive) peer.dispose() })

export class Peer {
  /** Starts `kind`, a path such as `modern/peer`, and waits until it takes commands. */
  static async start (kind, environment = {}) {
    const peer = new Peer(kind, environment)
    await peer.until('ready', () => true)
    peer.id = await peer.do('id')
    return peer
  }

  constructor (kind, environment) {
    this.kind = kind
    this.events = []
    this.data = environment.PEER_DATA ?? mkdtempSync(join(tmpdir(), 'interop-'))
    this.temporary = !environment.PEER_DATA
    this.log = ''
    this.pending = new Map()
    this.watchers = new Set()
    this.count = 0
    this.process = fork(fileURLToPath(new URL(`../${kind}.cjs`, import.meta.url)), {
      env: { ...process.env, ...environment, PEER_DATA: this.data },
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc']
    })
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream.on('data', text => { this.log = (this.log + text).slice(-4000) })
    }
    this.process.on('message', message => this.#receive(message))
    this.exited = new Promise(resolve => this.process.once('exit', (code, signal) => {
      const reason = new Error(`${kind} has ended (${signal ?? code})\n${this.log}`)
      for (const { reject } of this.pending.values()) reject(reason)
      this.pending.clear()
      this.gone = reason
      for (const check of [...this.watchers]) check()
      resolve()
    }))
    alive.add(this)
  }

  #receive ({ number, value, error, event, data }) {
    if (event) {
      this.events.push({ event, data })
      for (const check of [...this.watchers]) check()
      return
    }
    const { resolve, reject, command } = this.pending.get(number) ?? {}
    this.pending.delete(number)
    if (error !== undefined) reject?.(new Error(`${this.kind} ${command}: ${error}`))
    else resolve?.(value)
  }

  /** Runs a command in the peer; rejects when it fails, when the peer dies, or after 30 seconds. */
  do (command, ...args) {
    return this.doWithin(30_000, command, ...args)
  }

  doWithin (milliseconds, command, ...args) {
    if (this.gone) return Promise.reject(this.gone)
    const number = ++this.count
    const answer = new Promise((resolve, reject) => {
      this.pending.set(number, { resolve, reject, command })
      this.process.send({ number, command, args })
    })
    return within(milliseconds, `${this.kind} ${command} ${args.join(' ')}`, answer, () => this.log)
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
    await this.do('connect', address)
    await other.until('connected', ({ id }) => id === this.id)
    return address
  }

  /** Ends the process without a word, as a crash or a dead battery would. */
  async kill () {
    this.process.kill('SIGKILL')
    await this.exited
    this.dispose()
  }

  /** Says goodbye to everybody, then ends the process. */
  async stop () {
    if (!this.gone) await this.doWithin(5_000, 'close').catch(() => {})
    await this.kill()
  }

  dispose () {
    if (!alive.delete(this)) return
    this.process.kill('SIGKILL')
    if (this.temporary) rmSync(this.data, { recursive: true, force: true })
  }
}

/** Starts one peer per kind, all at once. */
export const startPeers = (...kinds) => Promise.all(kinds.map(kind => Peer.start(kind)))
