// A room on three nodes as operators have it, on loopback: PostgreSQL, the servers, and HAProxy with the example's
// configuration. Each node has an address of its own; between nodes, and between them and the database, are lines that can
// be made to fail. `NODE_PORTS` is the first of the ports that are taken, else somewhere below those of outgoing connections.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { control } from '../lib/control.mjs'
import { within } from '../lib/time.mjs'
import { connectWire, newKeys } from '../lib/wire.mjs'
import { Line } from './line.mjs'

const top = fileURLToPath(new URL('../../../../../', import.meta.url))
const FIRST_PORT = Number(process.env.NODE_PORTS ?? 10_000 + 100 * Math.floor(200 * Math.random()))
const [SSB, HTTP, CLUSTER, DATABASE, PEERS, PAGES, SECURE_PAGES, DOORS] =
  [0, 1, 2, 10, 20, 21, 22, 30].map(number => FIRST_PORT + number)

/** Three on two processors, beside all that comes to them. */
const JAVA = '-Xmx192m -XX:+UseSerialGC -XX:ActiveProcessorCount=1'

export const DOMAIN = 'room.test'

/** Who looks who is there: always the same, since looking is attending. */
const watcher = newKeys()

const alive = new Set()
process.on('exit', () => { for (const each of alive) each.dispose() })

/** Asks until something suits; rejects with what was found last. */
export async function eventually (what, find, suits, milliseconds = 60_000) {
  let found
  let over = false
  const looking = async () => {
    while (!over && !suits(found = await find())) await delay(50)
    return found
  }
  return within(milliseconds, what, looking(), () => JSON.stringify(found)).finally(() => { over = true })
}

export class Room {
  /** Starts all of it, with so many of the three nodes that the balancer knows. */
  static async start (environment = {}, count = 3) {
    const room = new Room(environment, count)
    alive.add(room)
    try {
      await room.#startAll()
      return room
    } catch (error) {
      room.dispose()
      throw error
    }
  }

  async #startAll () {
    await this.#startDatabase()
    for (const node of this.nodes) {
      await node.prepare()
      await node.start()
    }
    await this.#startBalancer()
    await this.whole()
  }

  constructor (environment, count) {
    this.folder = mkdtempSync(join(tmpdir(), 'interop-nodes-'))
    this.environment = environment
    this.nodes = [1, 2, 3].slice(0, count).map(number => new Node(this, number))
  }

  #postgres (what) {
    return execFileSync(join(top, '.ci/postgres'), [what, `${this.folder}-postgres`], { encoding: 'utf8' }).trim()
  }

  async #startDatabase () {
    const [, port, rest] = /127\.0\.0\.1:(\d+)(\/.*)$/.exec(this.#postgres('start'))
    for (const node of this.nodes) {
      const at = DATABASE + node.number
      node.jdbc = `jdbc:postgresql://127.0.0.1:${at}${rest}`
      node.database = await Line.open(['127.0.0.1', at], ['127.0.0.1', Number(port)])
    }
  }

  /** Ends the database in the middle of whatever it does, and starts it again on what it has. */
  restartDatabase () {
    this.#postgres('restart')
  }

  /** The example, with other ports, and with a door to each node beside it. */
  async #startBalancer () {
    const certificates = join(this.folder, 'certs')
    mkdirSync(certificates)
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
      '-subj', `/CN=${DOMAIN}`, '-keyout', join(this.folder, 'key.pem'), '-out', join(this.folder, 'cert.pem')], { stdio: 'pipe' })
    writeFileSync(join(certificates, 'room.pem'),
      readFileSync(join(this.folder, 'cert.pem'), 'utf8') + readFileSync(join(this.folder, 'key.pem'), 'utf8'))
    const example = readFileSync(join(top, 'deploy/haproxy/haproxy.cfg'), 'utf8')
      .replaceAll(/bind :(8008|80|443)\b/g, (_, port) => `bind 127.0.0.1:${{ 8008: PEERS, 80: PAGES, 443: SECURE_PAGES }[port]}`)
      .replaceAll(':8008"', `:${SSB}"`)
      .replaceAll(':3000"', `:${HTTP}"`)
      .replaceAll('check port 3000', `check port ${HTTP}`)
      .replaceAll('/etc/haproxy/certs/', `${certificates}/`)
      .replace('maxconn 40000', 'maxconn 4000')
    const doors = this.nodes.map(node => `
listen door${node.number}
  mode tcp
  bind 127.0.0.1:${DOORS + node.number}
  timeout client 1h
  timeout server 1h
  server node ${node.host}:${SSB} send-proxy-v2`)
    const file = join(this.folder, 'haproxy.cfg')
    this.stats = join(this.folder, 'haproxy.socket')
    writeFileSync(file, `${example}\nglobal\n  stats socket ${this.stats} mode 600\n${doors.join('\n')}\n`)
    const hosts = [1, 2, 3].map(number => [`ALCOVE_NODE${number}`, hostOf(number)])
    const environment = { ...process.env, ...Object.fromEntries(hosts) }
    execFileSync('haproxy', ['-c', '-q', '-f', file], { env: environment, stdio: 'pipe' })
    this.balancer = spawn('haproxy', ['-db', '-f', file], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
    this.balancerLog = ''
    for (const stream of [this.balancer.stdout, this.balancer.stderr]) {
      stream.setEncoding('utf8').on('data', said => { this.balancerLog = (this.balancerLog + said).slice(-8000) })
    }
  }

  /** The states in which the balancer has the servers of a backend, as words of HAProxy's statistics. */
  async states (backend) {
    const socket = connect(this.stats)
    socket.write('show stat\n')
    const rows = (await text(socket)).split('\n').map(line => line.split(','))
    const status = rows[0].indexOf('status')
    return rows.filter(([proxy, server]) => proxy === backend && server?.startsWith('node')).map(row => row[status])
  }

  /** Waits until all nodes see each other, none lags, and the balancer leads to all. */
  async whole () {
    for (const node of this.nodes) {
      await eventually(`all nodes in sight of ${node.number}`, () => node.cluster().catch(error => error.message),
        found => found.nodes?.length === this.nodes.length && found.nodes.every(each => each.lags === false))
    }
    for (const backend of ['peers', 'browsers']) {
      await eventually(`the balancer to lead ${backend} everywhere`, () => this.states(backend).catch(error => error.message),
        found => Array.isArray(found) && found.slice(0, this.nodes.length).every(each => each === 'UP'))
    }
  }

  get key () {
    return this.id.slice(1).replace(/\.ed25519$/, '')
  }

  get id () {
    return this.nodes[0].id
  }

  /** Where peers come in by the balancer. */
  get address () {
    return `net:127.0.0.1:${PEERS}~shs:${this.key}`
  }

  get securePort () {
    return SECURE_PAGES
  }

  async stop () {
    await Promise.all(this.nodes.map(node => node.kill()))
    this.dispose()
  }

  dispose () {
    if (!alive.delete(this)) return
    for (const node of this.nodes) node.dispose()
    this.balancer?.kill('SIGKILL')
    this.#postgres('stop')
    rmSync(this.folder, { recursive: true, force: true })
  }
}

const hostOf = number => `127.0.0.${10 + number}`

/** One of the servers. */
class Node {
  constructor (room, number) {
    this.room = room
    this.number = number
    this.host = hostOf(number)
    this.data = join(room.folder, `node${number}`)
    this.lines = []
  }

  /** Opens the lines by which the other nodes come here, and brings the room's key. */
  async prepare () {
    mkdirSync(this.data, { mode: 0o700 })
    this.lines = await Promise.all([CLUSTER, CLUSTER + 1].map(port => Line.open([this.#advertised, port], [this.host, port], true)))
    const [first] = this.room.nodes
    if (this !== first) copyFileSync(join(first.data, 'secret'), join(this.data, 'secret'))
  }

  get #advertised () {
    return `127.0.0.${20 + this.number}`
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
        ALCOVE_CLUSTER_LISTEN: `${this.host}:${CLUSTER}`,
        ALCOVE_CLUSTER_ADVERTISE: `${this.#advertised}:${CLUSTER}`,
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
    for (const other of this.room.nodes) {
      if (other !== this) for (const line of other.lines) line.hold(caller => caller === this.process.pid)
    }
  }

  rejoin () {
    for (const { lines } of this.room.nodes) for (const line of lines) line.release()
  }

  dispose () {
    this.process?.kill('SIGKILL')
    this.database?.close()
    for (const line of this.lines) line.close()
  }
}
