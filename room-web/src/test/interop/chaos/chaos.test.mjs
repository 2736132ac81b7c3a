// Tunnels that live under bad conditions: peers of the JavaScript and the Java stack, over TCP and WebSocket, behind proxies
// that slice, delay, reset and swallow; processes of peers that stutter, stand still and are killed; a room that stands still.
// Whatever happens, no byte is lost, doubled or out of place before a tunnel's end; a clean end comes only behind all
// bytes; who was not disturbed sees exactly the end that the other side made; and the room is as new afterwards.
// `CHAOS_LIVES` says how many tunnels live; `CHAOS_SEED` repeats the plan of an earlier run (not its timing).
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Dice } from '../lib/dice.mjs'
import { Peer } from '../lib/peer.mjs'
import { startAlcove } from '../lib/room.mjs'
import { within } from '../lib/time.mjs'
import { compile, JavaPeer } from './java-peer.mjs'

const { ENDINGS, PERIOD } = createRequire(import.meta.url)('./life.cjs')

const lives = Number(process.env.CHAOS_LIVES ?? 600)
const seed = process.env.CHAOS_SEED ?? `${Date.now()}`
const KINDS = ['js', 'js', 'js', 'java', 'java']
const PEERS_EACH = 3
const LANES = 24
const BREAKS_OFF = ENDINGS.indexOf('origin breaks off')
const PATIENCE = 150_000

// Below what may end a tunnel for the sake of others that wait for its source.
const MOST_STUTTER = 6_000
const MOST_STANDSTILL = 8_000
const SWALLOWED = 4_000

describe(`${lives} tunnels in bad conditions, with CHAOS_SEED=${seed}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'interop-chaos-'))
  const totals = { lives: 0, quiet: 0, refused: 0, endings: {}, trouble: {} }
  const processes = []
  const peers = []
  const problems = []
  const targets = new Map()
  let room
  let port
  let java
  let proxy
  let begun = 0
  let tried = 0

  before(async () => {
    const pattern = join(folder, 'pattern')
    writeFileSync(pattern, randomBytes(PERIOD))
    process.env.CHAOS_PATTERN = pattern
    room = await startAlcove({ mode: 'open', flags: ['--metrics-port', '0'] })
    port = (await room.logged(/figures for Prometheus on port (\d+)/))[1]
    java = await compile(readlinkSync(`/proc/${room.process.pid}/exe`), folder)
    proxy = await Peer.ready('chaos/proxy')
  })
  after(async () => {
    for (const { process } of processes) process?.dispose()
    proxy?.dispose()
    rmSync(folder, { recursive: true, force: true })
    await room?.stop()
  })

  /** Starts a process of peers, again if it was killed, and lets all of them join the room. */
  async function start (host) {
    host.process = host.kind === 'java'
      ? await JavaPeer.ready('chaos/Peer.java', java)
      : await Peer.ready('chaos/peer')
    host.process.happened = (event, data) => happened(host, event, data)
    for (const peer of host.peers) {
      peer.id = await host.process.do('id', peer.name)
      await enter(peer)
    }
  }

  async function enter (peer) {
    peer.present = false
    await peer.host.process.do('join', peer.name, peer.address)
    peer.present = true
  }

  function happened (host, event, data) {
    if (event === 'life') {
      targets.get(data.life)?.(data)
    } else if (event === 'lost') {
      const peer = host.peers.find(({ name }) => name === data)
      peer.present = false
      if (peer.strikes === peer.excused) problems.push(`${peer.name} has lost its connection, and nobody has touched it`)
      peer.excused = peer.strikes
      enterAgain(peer)
    }
  }

  async function enterAgain (peer) {
    while (!peer.host.away) {
      try {
        return await enter(peer)
      } catch {
        await delay(200)
      }
    }
  }

  /** The network or the process of a peer is about to break. */
  function strike (peer) {
    peer.strikes++
    peer.present = false
  }

  const TROUBLE = {
    reset: async dice => {
      const peer = dice.of(peers)
      strike(peer)
      await proxy.do('reset', peer.road)
    },
    swallow: async dice => {
      const peer = dice.of(peers)
      strike(peer)
      await proxy.do('swallow', peer.road, SWALLOWED)
    },
    kill: async dice => {
      const host = dice.of(processes)
      host.away = true
      host.peers.forEach(strike)
      await host.process.kill()
      await start(host)
      for (const peer of host.peers) peer.excused = peer.strikes
      host.away = false
    },
    stutter: async dice => {
      const milliseconds = 200 + dice.below(MOST_STUTTER)
      await dice.of(processes).process.do('stutter', milliseconds)
      await delay(milliseconds)
    },
    'stand still': async dice => standStill(dice.of(processes).process.process.pid, 200 + dice.below(MOST_STUTTER)),
    'room stands still': async dice => standStill(room.process.pid, 1_000 + dice.below(MOST_STANDSTILL))
  }

  async function standStill (pid, milliseconds) {
    process.kill(pid, 'SIGSTOP')
    await delay(milliseconds)
    process.kill(pid, 'SIGCONT')
  }

  /** One trouble after the other, until it is over. */
  async function trouble (over) {
    const dice = new Dice(`${seed} trouble`)
    while (!over()) {
      await delay(dice.below(1_500))
      const kind = dice.of(Object.keys(TROUBLE))
      totals.trouble[kind] = (totals.trouble[kind] ?? 0) + 1
      await within(120_000, kind, TROUBLE[kind](dice), () => room.log)
    }
  }

  function plan (dice) {
    const size = () => 1 + dice.below(dice.once(8) ? 1_000_000 : 40_000)
    const [up, down] = [size(), size()]
    const ending = dice.below(ENDINGS.length)
    // Some hundred pieces, so that a life is over within seconds.
    const chunk = 1 + Math.ceil(Math.max(up, down) / 100) + dice.below(dice.once(2) ? 50 : 60_000)
    const at = 1 + dice.below(ending % 2 === 0 ? up : down)
    return { up, down, ending, at, chunk, rest: dice.once(3) ? 2 + dice.below(10) : 0 }
  }

  async function oneLife (dice) {
    begun++
    const plans = plan(dice)
    for (;;) {
      const present = peers.filter(peer => peer.present)
      const origin = dice.of(present)
      const target = dice.of(present.filter(peer => peer !== origin))
      if (!target) {
        await delay(100)
        continue
      }
      if (await lived({ life: tried++, ...plans }, origin, target)) return
      totals.refused++
      await delay(50 + dice.below(400))
    }
  }

  /** Whether the tunnel came into being; what went wrong in it is noted. */
  async function lived (spec, origin, target) {
    const before = [origin.strikes, target.strikes]
    const far = new Promise(resolve => targets.set(spec.life, resolve))
    let near
    try {
      near = await origin.host.process.doWithin(PATIENCE, 'live', origin.name, target.id, spec)
    } catch (error) {
      // Its process was killed.
      if (origin.strikes === before[0]) problems.push(`life ${spec.life}: ${error.message}`)
      return false
    }
    const quiet = () => origin.strikes === before[0] && target.strikes === before[1]
    if (near.ends > 0 && near.received === 0 && near.ended !== 'clean' && (!quiet() || /could not connect/.test(near.ended))) return false
    const seen = await Promise.race([
      within(spec.ending === BREAKS_OFF ? MOST_STUTTER : PATIENCE, 'the end at the target', far).catch(() => null),
      // A killed target tells nothing.
      (async () => {
        while (quiet()) await delay(500)
        await delay(5_000)
        return null
      })()
    ])
    targets.get(spec.life)(null)
    targets.delete(spec.life)
    judge(spec, near, seen, quiet())
    return true
  }

  function judge (spec, near, far, quiet) {
    const ending = ENDINGS[spec.ending]
    const expect = (right, what) => {
      if (!right) problems.push(`${what}: ${JSON.stringify({ ...spec, ending, quiet, near, far })}`)
    }
    for (const side of [near, far].filter(Boolean)) {
      const total = side.side === 'origin' ? spec.down : spec.up
      expect(side.right, 'wrong bytes')
      expect(side.received <= total, 'more bytes than were sent')
      expect(side.ends <= 1, 'more than one end')
      if (side.ended === 'clean') expect(side.received === total, 'a clean end before the last byte')
    }
    totals.lives++
    totals.endings[ending] = (totals.endings[ending] ?? 0) + 1
    if (!quiet) return
    totals.quiet++
    // What breaks a tunnel off discards what is under way, which may be all that the target would know it by.
    if (!far && spec.ending === BREAKS_OFF) return
    expect(far, 'the target has seen no end')
    if (!far) return
    const [ender, other] = spec.ending % 2 === 0 ? [near, far] : [far, near]
    const toOther = spec.ending % 2 === 0 ? spec.up : spec.down
    const toEnder = spec.ending % 2 === 0 ? spec.down : spec.up
    expect(ender.ended === 'self', 'ended by another')
    if (spec.ending < 4) expect(other.ended === 'clean' && other.received === toOther, 'no clean end, or bytes are missing')
    else expect(other.ended !== 'clean' && other.ended !== 'self', 'broken off, but the end was clean')
    if (spec.ending < 2) expect(ender.received === toEnder, 'bytes are missing')
  }

  test('lose no byte and see the right ends', async () => {
    const dice = new Dice(seed)
    for (const [index, kind] of KINDS.entries()) {
      const host = { kind, peers: [] }
      processes.push(host)
      for (let i = 0; i < PEERS_EACH; i++) {
        const outer = dice.once(3) ? room.wsAddress : room.address
        const [, start, name, port, rest] = /^(net:|ws:\/\/)([^:]+):(\d+)(.*)$/.exec(outer)
        const road = await proxy.do('open', name, Number(port), `${seed} ${index} ${i}`)
        const peer = { host, name: `${seed} ${kind} ${index} ${i}`, road, address: `${start}127.0.0.1:${road}${rest}`, strikes: 0, excused: 0 }
        host.peers.push(peer)
        peers.push(peer)
      }
    }
    await Promise.all(processes.map(start))

    let over = false
    const mischief = trouble(() => over)
    const lanes = Array.from({ length: LANES }, async (_, lane) => {
      const own = new Dice(`${seed} lane ${lane}`)
      while (begun < lives && problems.length === 0) await oneLife(own)
    })
    await Promise.all(lanes)
    over = true
    await mischief
    assert.deepEqual(problems, [], `${problems.length} problems, CHAOS_SEED=${seed}\n${room.log}`)
  })

  async function eventually (check, otherwise) {
    const late = Date.now() + PATIENCE
    while (!await check()) {
      if (Date.now() > late) throw new Error(otherwise)
      await delay(500)
    }
  }

  test('leave the room as new', async context => {
    context.diagnostic(JSON.stringify(totals))
    for (const host of processes) host.away = true
    for (const peer of peers) peer.strikes++
    for (const { process } of processes) await eventually(async () => await process.do('open') === 0, `no end of tunnels of ${process.kind}`)
    await Promise.all(processes.map(({ process }) => process.do('leave')))
    for (const host of processes) await host.process.kill()
    const figures = async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
    const value = (text, name) => Number(new RegExp(`^${name.replace(/[{}"]/g, '\\$&')} (\\S+)$`, 'm').exec(text)?.[1])
    const empty = text => ['room_tunnels', 'room_attendants', 'room_peers{transport="tcp"}', 'room_peers{transport="ws"}']
      .every(name => value(text, name) === 0)
    let text
    await eventually(async () => empty(text = await figures()), 'the figures are not those of an empty room')
    assert.ok(!/room_disconnects_total\{reason="internal_error"\} [1-9]/.test(text), text)
  })
})
