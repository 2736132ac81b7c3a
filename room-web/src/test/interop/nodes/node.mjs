// One of the servers of a room on several nodes, with the lines to it that can be made to fail.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { control } from '../lib/control.mjs'
import { eventually, within } from '../lib/time.mjs'
import { connectWire, newKeys } from '../lib/wire.mjs'
import { Line } from './line.mjs'
import { CLUSTER, DATABASE, DOMAIN, DOORS, HTTP, SSB, top } from './ports.mjs'

/** Three on two processors, beside all that comes to them. */
const JAVA = '-Xmx192m -XX:+UseSerialGC -XX:ActiveProcessorCount=1'

/** Who looks who is there: always the same, since looking is attending. */
const watcher = newKeys()

export class Node {
  constructor (room, number) {
    this.room = room
    this.number = number
    this.host = `127.0.0.${10 + number}`
    this.data = join(room.folder, `node${number}`)
    this.lines = []
  }

  /** Opens the lines to the database and those by which the other nodes come here, and brings the first one's key. */
  async prepare ({ port, path }) {
    mkdirSync(this.data, { mode: 0o700 })
    this.database = await Line.open(['127.0.0.1', DATABASE + this.number], ['127.0.0.1', port])
    this.jdbc = `jdbc:postgresql://127.0.0.1:${DATABASE + this.number}${path}`
    this.lines = await Promise.all([CLUSTER, CLUSTER + 1].map(port => Line.open([this.#advertised, port], [this.host, port], true)))
    const [first] = this.room.places
    if (this !== first) copyFileSync(join(first.data, 'secret'), join(this.data, 'secret'))
  }

  get #advertised () {
    return `127.0.0.${20 + this.number}`
  }

  /** What the others call it. */
  get name () {
    return `${this.#advertised}:${CLUSTER}`
  }

  /** Starts it, and waits until it serves; others may not be in sight yet. */
  async start () {
    this.log = ''
    this.process = spawn('sh', [join(top, 'alcove'), 'serve'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        ALCOVE_JAVA_OPTS: process.env.NODE_JAVA_OPTS ?? JAVA,
        ALCOVE_DATA: this.data,
        ALCOVE_LISTEN: this.host,
        ALCOVE_SSB_PORT: `${SSB}`,
        ALCOVE_HTTP_PORT: `${HTTP}`,
        ALCOVE_DOMAIN: DOMAIN,
        ALCOVE_PRIVACY_MODE: 'open',
        ALCOVE_PROXY_PROTOCOL: 'yes',
        ALCOVE_JDBC_URL: this.jdbc,
        ALCOVE_CLUSTER: 'yes',
        ALCOVE_EVENT_LOOPS: '2',
        ALCOVE_CLUSTER_LISTEN: `${this.host}:${CLUSTER}`,
        ALCOVE_CLUSTER_ADVERTISE: this.name,
        ...this.room.environment
      }
    })
    const { process: started } = this
    this.exited = new Promise(resolve => started.once('exit', (code, signal) => resolve(signal ?? code)))
    let output = ''
    const served = new Promise((resolve, reject) => {
      started.stdout.setEncoding('utf8').on('data', said => { output += said })
      started.stderr.setEncoding('utf8').on('data', said => {
        this.log = (this.log + said).slice(-20_000)
        if (process.env.ROOM_LOG) process.stderr.write(`${this.number}: ${said}`)
        if (this.log.includes(' ready: ')) resolve()
      })
      started.once('exit', code => reject(new Error(`node ${this.number} ended with ${code}\n${this.log}`)))
    })
    await within(120_000, `the start of node ${this.number}`, served, () => this.log)
    await eventually('the greeting', () => /~shs:(\S+)/.exec(output)?.[1], key => key)
    this.id = `@${/~shs:([^\s:]+)/.exec(output)[1]}.ed25519`
  }

  /** Where peers come in by the balancer, to this node and no other. */
  get address () {
    return `net:127.0.0.1:${DOORS + this.number}~shs:${this.room.key}`
  }

  /** Where peers come in without the balancer, if the node does not expect one. */
  get directAddress () {
    return `net:${this.host}:${SSB}~shs:${this.room.key}`
  }

  /** What the server answers to a command; rejects if it fails. */
  command (...words) {
    return control(this.data, ...words)
  }

  async list (...words) {
    return JSON.parse(await this.command(...words, '--json'))
  }

  /** The nodes that it sees. */
  cluster () {
    return this.list('cluster')
  }

  /** Asks this node for a page, as the balancer would; resolves with the response as soon as it begins. */
  async ask (path, headers = {}) {
    const request = httpRequest({
      host: this.host, port: HTTP, path, agent: false, headers: { host: DOMAIN, 'x-forwarded-proto': 'https', ...headers }
    }).end()
    const [response] = await within(30_000, `${path} of node ${this.number}`, once(request, 'response'))
    response.on('error', () => {})
    if (headers.accept !== 'text/event-stream') response.resume()
    return response
  }

  /** Who attends the room, as a peer of this node is told. */
  async attendants () {
    const wire = await connectWire(this.address, { keys: watcher })
    try {
      const watch = wire.watch('tunnel.endpoints')
      return new Set((await watch.until(() => true)).filter(id => id !== wire.id))
    } finally {
      await wire.close()
    }
  }

  get isRunning () {
    return this.process !== undefined && this.process.exitCode === null && this.process.signalCode === null
  }

  signal (name) {
    this.process.kill(name)
  }

  /** Lets it end in order. */
  async end () {
    this.signal('SIGTERM')
    return within(60_000, `the end of node ${this.number}`, this.exited, () => this.log)
  }

  async kill () {
    if (!this.isRunning) return
    this.signal('SIGKILL')
    await within(30_000, `the end of node ${this.number}`, this.exited)
  }

  /** Neither side hears of the other any more, nor of new connections, until it is released. */
  part () {
    for (const line of this.lines) line.hold()
    for (const other of this.room.places) {
      if (other !== this) for (const line of other.lines) line.hold(caller => caller === this.process.pid)
    }
  }

  /** The same between this node and one other; both hear all others. */
  partFrom (other) {
    for (const [one, two] of [[this, other], [other, this]]) {
      for (const line of one.lines) line.hold(caller => caller === two.process.pid)
    }
  }

  rejoin () {
    for (const { lines } of this.room.places) for (const line of lines) line.release()
  }

  /** What others send here takes so many milliseconds more, and so does each further part of it. */
  lag (milliseconds) {
    for (const line of this.lines) line.lag = milliseconds
  }

  /** Its files cannot grow any more, as where the disk is full, or can again. */
  fillDisk (isFull) {
    execFileSync('prlimit', ['--pid', `${this.process.pid}`, `--fsize=${isFull ? 0 : 'unlimited'}:unlimited`])
  }

  dispose () {
    this.process?.kill('SIGKILL')
    this.database?.close()
    for (const line of this.lines) line.close()
  }
}
