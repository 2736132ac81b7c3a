// A peer in a process of its own, as the tests see it.
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Remote } from './remote.mjs'
import { within } from './time.mjs'

const alive = new Set()
process.on('exit', () => { for (const peer of alive) peer.dispose() })

export class Peer extends Remote {
  /** Starts `kind`, a path such as `modern/peer`, and waits until it takes commands; for a network see Domain. */
  static async start (kind, network) {
    const peer = await Peer.ready(kind, network)
    peer.id = await peer.do('id')
    return peer
  }

  /** Starts a process that takes commands, and is not just one peer. */
  static async ready (kind, network) {
    const process = new this(kind, network)
    await process.until('ready', () => true, { milliseconds: 120_000 })
    return process
  }

  constructor (kind, network) {
    super(kind)
    this.data = mkdtempSync(join(tmpdir(), 'interop-'))
    this.pending = new Map()
    this.count = 0
    this.process = this.launch(network)
    // Only deadlines keep the test process running, so that a peer nobody stopped does not.
    for (const handle of [this.process, this.process.channel, ...this.process.stdio]) handle?.unref()
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

  /** The process, which takes commands by `send` and tells by `message` events. */
  launch (network) {
    const child = fork(fileURLToPath(new URL(`../${this.kind}.cjs`, import.meta.url)), {
      env: { ...process.env, PEER_DATA: this.data, ...network },
      execArgv: network ? ['--require', fileURLToPath(new URL('network.cjs', import.meta.url))] : [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc']
    })
    for (const stream of [child.stdout, child.stderr]) stream.on('data', text => this.keep(text))
    return child
  }

  #receive ({ number, value, error, event, data }) {
    if (event) {
      this.happened(event, data)
      return
    }
    const { resolve, reject, command } = this.pending.get(number) ?? {}
    this.pending.delete(number)
    if (error !== undefined) reject?.(new Error(`${this.kind} ${command}: ${error}`))
    else resolve?.(value)
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

  /** Ends the process without a word, as a crash or a dead battery would. */
  async kill () {
    this.process.kill('SIGKILL')
    await within(20_000, `the end of ${this.kind}`, this.exited)
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
    rmSync(this.data, { recursive: true, force: true })
  }
}

/** Starts one peer per kind, all at once. */
export const startPeers = (...kinds) => Promise.all(kinds.map(kind => Peer.start(kind)))
