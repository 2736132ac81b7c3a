// HAProxy in front of a room on several nodes: the example's configuration with other ports, and a door to each node beside it.
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { eventually } from '../lib/time.mjs'
import { DOMAIN, DOORS, HTTP, PAGES, PEERS, SECURE_PAGES, SSB, top } from './ports.mjs'
import { visit } from './visit.mjs'

/** A place, and what the balancer is told of it; in the words of the recipe for operators. */
export const leading = (place, state) => `set server peers/${place} state ${state}; set server browsers/${place} state ${state}`

/** In which states it has nodes that are well, where that is not UP; the fourth place is free in the example. */
const asConfigured = () => new Map([[4, 'MAINT']])

export class Balancer {
  #wanted = asConfigured()
  #certified = false

  constructor (folder, nodes) {
    this.folder = folder
    this.nodes = nodes
    this.file = join(folder, 'haproxy.cfg')
    this.socket = join(folder, 'haproxy.socket')
    this.log = ''
  }

  start () {
    if (!this.#certified) this.#configure()
    this.process = spawn('haproxy', ['-db', '-f', this.file], { env: this.#environment, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream.setEncoding('utf8').on('data', said => { this.log = (this.log + said).slice(-8000) })
    }
  }

  /** Ends it as a crash would, with all that goes through it, and starts it again; it knows nothing of before then. */
  async restart () {
    const ended = new Promise(resolve => this.process.once('exit', resolve))
    this.process.kill('SIGKILL')
    await ended
    this.#wanted = asConfigured()
    this.start()
  }

  get #environment () {
    const hosts = this.nodes.map(({ number, host }) => [`ALCOVE_NODE${number}`, host])
    return { ...process.env, ...Object.fromEntries(hosts), ALCOVE_HAPROXY_SOCKET: this.socket }
  }

  #configure () {
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
    writeFileSync(this.file, `${example}\n${doors.join('\n')}\n`)
    execFileSync('haproxy', ['-c', '-q', '-f', this.file], { env: this.#environment, stdio: 'pipe' })
    this.#certified = true
  }

  /** What it answers to its administrators. */
  async say (words) {
    const socket = connect(this.socket)
    socket.write(`${words}\n`)
    return text(socket)
  }

  /** Has it lead newcomers to a node (`ready`), nobody new (`drain`), or know it no more (`maint`). */
  async lead (number, state) {
    this.#wanted.set(number, { ready: 'UP', drain: 'DRAIN', maint: 'MAINT' }[state])
    const answer = await this.say(leading(`node${number}`, state))
    if (answer.trim() !== '') throw new Error(answer)
  }

  /** The state in which a node has to be that is well. */
  wanted (number) {
    return this.#wanted.get(number) ?? 'UP'
  }

  /** A column of its statistics for the servers of a backend, by the nodes' numbers. */
  async #column (name, backend) {
    const rows = (await this.say('show stat')).split('\n').map(line => line.split(','))
    const column = rows[0].indexOf(name)
    return Object.fromEntries(rows.filter(([proxy, server]) => proxy === backend && server?.startsWith('node'))
      .map(row => [row[1].slice('node'.length), row[column]]))
  }

  /** The states in which it has the servers of a backend, as words of HAProxy's statistics, by the nodes' numbers. */
  states (backend) {
    return this.#column('status', backend)
  }

  /** For each node an address of this machine whose visits are led to it, by the nodes' numbers. */
  async origins () {
    const origins = new Map()
    const missing = () => this.nodes.filter(({ number, isRunning }) => isRunning && !origins.has(number)).length
    for (let last = 1; missing() > 0 && last < 255; last++) {
      const localAddress = `127.0.2.${last}`
      const before = await this.#column('stot', 'browsers')
      const response = await visit('/healthz', { localAddress })
      response.resume()
      const led = await eventually('the count of a visit', () => this.#column('stot', 'browsers'),
        after => Object.entries(after).some(([number, count]) => count !== before[number]))
      const [number] = Object.entries(led).find(([number, count]) => count !== before[number])
      if (!origins.has(Number(number))) origins.set(Number(number), localAddress)
    }
    if (missing() > 0) throw new Error(`addresses for ${[...origins.keys()]} alone`)
    return origins
  }

  dispose () {
    this.process?.kill('SIGKILL')
  }
}
