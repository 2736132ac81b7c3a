// What many peers on three nodes cost, who are connected and do not attend: no test, but a measurement, for a machine that is
// quiet.
//
//   node many.mjs [PEERS [SECONDS]]    so many peers in all (20000), a third on each node, who stay so long (60)
//
// Each node needs a file for each of its peers, and so does each load generator (`ulimit -n`).
import { execFileSync, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { eventually, Room } from './room.mjs'

const [peers = 20_000, seconds = 60] = process.argv.slice(2).map(Number)
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
const room = await Room.start({ ALCOVE_PROXY_PROTOCOL: 'no', ALCOVE_LOG_LEVEL: 'info', ALCOVE_MAX_CONNECTIONS: `${peers}` })
const figures = async () => (await room.nodes[0].cluster()).nodes.map(node => node.peers)
const state = () => room.nodes.map(({ process: { pid } }) => ({ MiB: resident(pid), busy: busy(pid) }))

const before = state()
const begin = performance.now()
const share = Math.ceil(peers / room.nodes.length)
const loads = room.nodes.map(node => spawn('sh', [launcher, 'bench', node.directAddress, 'idle',
  `--peers=${share}`, `--hold=${seconds}`, '--seconds=600'], { stdio: ['ignore', 'inherit', 'inherit'] }))
const ended = Promise.all(loads.map(load => new Promise(resolve => load.once('exit', resolve))))
await eventually('all peers', figures, found => found.reduce((sum, each) => sum + each, 0) >= share * room.nodes.length, 600_000)
console.log(`${await figures()} peers after ${Math.round((performance.now() - begin) / 1000)} s`)
const full = state()
await delay(seconds * 500)
const later = state()
for (const [number, node] of room.nodes.entries()) {
  console.log(`node ${node.number}: ${before[number].MiB} -> ${full[number].MiB} -> ${later[number].MiB} MiB; ` +
    `${(full[number].busy - before[number].busy).toFixed(1)} CPU s to take them in, ` +
    `${((later[number].busy - full[number].busy) / (seconds / 2) * 100).toFixed(1)} % of a processor then`)
}
console.log(`load generators ended with ${await ended}`)
await room.stop()
process.exit(0)
