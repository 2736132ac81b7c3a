// A room on three nodes as operators have it, on loopback: PostgreSQL, the servers, and HAProxy with the example's
// configuration. Each node has an address of its own; between nodes, and between them and the database, are lines that can
// be made to fail. There is a fourth place, free at first.
import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { eventually } from '../lib/time.mjs'
import { Balancer } from './balancer.mjs'
import { Node } from './node.mjs'
import { PEERS, top } from './ports.mjs'

const postgres = join(top, '.ci/postgres')

const alive = new Set()
process.on('exit', () => { for (const each of alive) each.dispose() })

export class Room {
  /** Starts all of it, with so many of the nodes that the balancer knows. */
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
    const [, port, path] = /127\.0\.0\.1:(\d+)(\/.*)$/.exec(this.#postgres('start'))
    const [first, ...others] = this.places
    const prepare = node => node.prepare({ port: Number(port), path })
    await prepare(first)
    await first.start()
    for (const node of others) await prepare(node)
    await Promise.all(this.nodes.filter(node => node !== first).map(node => node.start()))
    this.balancer.start()
    await this.whole()
  }

  constructor (environment, count) {
    this.folder = mkdtempSync(join(tmpdir(), 'interop-nodes-'))
    this.environment = environment
    this.places = [1, 2, 3, 4].map(number => new Node(this, number))
    this.nodes = this.places.slice(0, count)
    this.balancer = new Balancer(this.folder, this.places)
  }

  #postgres (what) {
    return execFileSync(postgres, [what, `${this.folder}-postgres`], { encoding: 'utf8' }).trim()
  }

  /** Ends the database in the middle of whatever it does, and starts it again on what it has; resolves when it runs. */
  restartDatabase () {
    return promisify(execFile)(postgres, ['restart', `${this.folder}-postgres`])
  }

  /** Starts a node at a free place. */
  async add (node) {
    await node.start()
    this.nodes.push(node)
  }

  /** Lets a node end, whose place is free then; resolves with its exit code. */
  async remove (node) {
    const code = await node.end()
    this.nodes = this.nodes.filter(each => each !== node)
    return code
  }

  /** Waits until all nodes see each other, none lags, and the balancer leads to all. */
  async whole () {
    for (const node of this.nodes) {
      await eventually(`all nodes in sight of ${node.number}`, () => node.cluster().catch(error => error.message),
        found => found.nodes?.length === this.nodes.length && found.nodes.every(each => each.lags === false))
    }
    for (const backend of ['peers', 'browsers']) {
      await eventually(`the balancer to lead ${backend} everywhere`, () => this.balancer.states(backend).catch(error => error.message),
        found => this.nodes.every(({ number }) => found[number] === this.balancer.wanted(number)))
    }
  }

  /** Waits until peers of all nodes are told that these attend, and nobody else. */
  async isAttendedBy (peers) {
    const wanted = JSON.stringify(peers.map(peer => peer.id).sort())
    for (const node of this.nodes) {
      await eventually(`all who are there, at node ${node.number}`, async () => [...await node.attendants()].sort(),
        found => JSON.stringify(found) === wanted)
    }
  }

  get key () {
    return this.id.slice(1).replace(/\.ed25519$/, '')
  }

  get id () {
    return this.places[0].id
  }

  /** Where peers come in by the balancer. */
  get address () {
    return `net:127.0.0.1:${PEERS}~shs:${this.key}`
  }

  async stop () {
    await Promise.all(this.places.map(node => node.kill()))
    this.dispose()
  }

  dispose () {
    if (!alive.delete(this)) return
    for (const node of this.places) node.dispose()
    this.balancer.dispose()
    this.#postgres('stop')
    rmSync(this.folder, { recursive: true, force: true })
  }
}
