// What many peers on several nodes cost: no test, but a measurement, for a machine that is quiet.
//
//   node many.mjs idle [PEERS [NODES [SECONDS]]]    so many peers in all (20000), spread over the nodes (3), who do
//                                                   nothing, and stay so long (60)
//   node many.mjs presence [PEERS [NODES]]          all attend at once, are told of all others, and leave
//
// Each node needs a file for each of its peers, and so does each load generator (`ulimit -n`).
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { eventually } from '../lib/time.mjs'
import { Room } from './room.mjs'

const [kind, ...numbers] = process.argv.slice(2)
const [peers = 20_000, count = 3, seconds = 60] = numbers.map(Number)
const launcher = join(fileURLToPath(new URL('../../../../../', import.meta.url)), 'alcove')
const TICKS = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

const resident = pid => Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024)

/** Seconds for which a processor was busy with a process. */
function busy (pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS
}

// The load comes straight to the nodes: HAProxy would need two more files for each peer.
process.env.NODE_JAVA_OPTS ??= '-Xmx512m -XX:+UseSerialGC'
const room = await Room.start(
  { ALCOVE_PROXY_PROTOCOL: 'no', ALCOVE_LOG_LEVEL: 'info', ALCOVE_MAX_CONNECTIONS: `${peers + 100}` }, count)
const LOADS = 3
const share = Math.ceil(peers / LOADS)

/** The same loads, whatever the number of nodes, each with its share of the peers. */
function load (...options) {
  const ends = Array.from({ length: LOADS }, (_, number) => once(spawn('sh',
    [launcher, 'bench', room.nodes[number % count].directAddress, kind, ...options, '--seconds=900'],
    { stdio: ['ignore', 'inherit', 'inherit'] }), 'exit'))
  return Promise.all(ends)
}

const state = () => room.nodes.map(({ process: { pid } }) => ({ MiB: resident(pid), busy: busy(pid) }))

const KINDS = {
  async idle () {
    const figures = async () => (await room.nodes[0].cluster()).nodes.map(node => node.peers)
    const before = state()
    const begin = performance.now()
    const ended = load(`--peers=${share}`, `--hold=${seconds}`)
    await eventually('all peers', figures, found => found.reduce((sum, each) => sum + each, 0) >= share * LOADS, 600_000)
    console.log(`${await figures()} peers after ${Math.round((performance.now() - begin) / 1000)} s`)
    const full = state()
    await delay(seconds * 500)
    const later = state()
    for (const [number, node] of room.nodes.entries()) {
      console.log(`node ${node.number}: ${before[number].MiB} -> ${full[number].MiB} -> ${later[number].MiB} MiB; ` +
        `${(full[number].busy - before[number].busy).toFixed(1)} CPU s to take them in, ` +
        `${((later[number].busy - full[number].busy) / (seconds / 2) * 100).toFixed(1)} % of a processor then`)
    }
    await ended
  },

  async presence () {
    const before = state()
    await load(`--attendants=${share}`)
    const after = state()
    for (const [number, node] of room.nodes.entries()) {
      console.log(`node ${node.number}: ${before[number].MiB} -> ${after[number].MiB} MiB; ` +
        `${(after[number].busy - before[number].busy).toFixed(1)} CPU s in all`)
    }
  }
}

await KINDS[kind]()
await room.stop()
process.exit(0)
