// Peers whose whole thread is busy for seconds at a time, as on a phone that indexes, and a room that gets no CPU.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startAlcove } from './lib/room.mjs'
import { startPeers } from './lib/peer.mjs'

const TOTAL = 20_000_000
const SECOND = 1_000
const PATIENCE = 240_000

/** Blocks so long, so many times, evenly spread over all bytes. */
const blocks = (seconds, times) => Array.from({ length: times }, (_, i) =>
  ({ after: Math.floor(TOTAL * (i + 1) / (times + 2)), milliseconds: seconds * SECOND }))

let room
let metricsPort
const started = []

before(async () => {
  metricsPort = await freePort()
  room = await startAlcove({ mode: 'open', environment: { ALCOVE_METRICS_PORT: String(metricsPort) } })
})
after(async () => {
  await Promise.all(started.map(peer => peer.stop()))
  await room?.stop()
})

/** A port for what does not say which one it took. */
async function freePort () {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  await new Promise(resolve => server.close(resolve))
  return port
}

async function ended (reason) {
  const response = await fetch(`http://127.0.0.1:${metricsPort}/metrics`)
  return Number(new RegExp(`room_tunnel_ended_total{reason="${reason}"} (\\d+)`).exec(await response.text())[1])
}

/** Peers that have entered the room. */
async function enter (count) {
  const peers = await startPeers(...Array(count).fill('modern/peer'))
  started.push(...peers)
  for (const peer of peers) await peer.enter(room)
  return peers
}

const give = (peer, other, order) => peer.doWithin(PATIENCE, 'give', other.id, { total: TOTAL, ...order })

function assertWhole ({ sent, received }) {
  assert.equal(received, sent)
}

const closings = (peer, other) => peer.all('closed').filter(({ id }) => id === other.id).length

/** Something small for another reader of the same source, again and again until that is over. */
async function beside (context, source, other, transfer) {
  let over = false
  const small = (async () => {
    let longest = 0
    while (!over) {
      const began = Date.now()
      assertWhole(await give(source, other, { name: 'beside', total: 200_000, pause: 50 }))
      longest = Math.max(longest, Date.now() - began)
    }
    return longest
  })()
  const outcome = await transfer.finally(() => { over = true })
  const longest = await small
  context.diagnostic(`half a second's worth for the other took ${longest} ms at most`)
  return { outcome, longest }
}

describe('a reader that blocks in the middle of 20 MB', { concurrency: true }, () => {
  for (const [seconds, times] of [[3, 5], [8, 3], [25, 2]]) {
    test(`alone, ${times} times ${seconds} s: gets everything by the same tunnel`, async () => {
      const [source, reader] = await enter(2)
      await source.reach(reader)

      assertWhole(await give(source, reader, { name: 'alone', blocks: blocks(seconds, times) }))

      assert.equal(closings(source, reader), 0)
    })
  }

  for (const [seconds, times] of [[3, 5], [8, 3]]) {
    test(`beside another tunnel, ${times} times ${seconds} s: both get everything`, async context => {
      const [source, reader, other] = await enter(3)
      await source.reach(reader)
      await source.reach(other)

      const { outcome } = await beside(context, source, other,
        give(source, reader, { name: 'stutters', blocks: blocks(seconds, times) }))

      assertWhole(outcome)
      assert.equal(closings(source, reader), 0)
      assert.equal(closings(source, other), 0)
    })
  }

  test('beside a tunnel that nobody uses, 25 s: keeps its tunnel', async () => {
    const [source, reader, other] = await enter(3)
    await source.reach(other)
    await source.reach(reader)

    assertWhole(await give(source, reader, { name: 'beside a quiet one', blocks: [
      { after: TOTAL / 4, milliseconds: 8 * SECOND }, { after: TOTAL / 2, milliseconds: 25 * SECOND }] }))

    assert.equal(closings(source, reader), 0)
  })

  test('beside another tunnel, 25 s: keeps its tunnel if the room could hold what it lacks', async context => {
    const [source, reader, other] = await enter(3)
    await source.reach(reader)
    await source.reach(other)

    const { outcome } = await beside(context, source, other,
      give(source, reader, { name: 'stutters', blocks: [{ after: TOTAL - 3_000_000, milliseconds: 25 * SECOND }] }))

    assertWhole(outcome)
    assert.equal(closings(source, reader), 0)
  })

  test('beside another tunnel, for too long, three times: ends alone, and gets a new tunnel at once', async context => {
    const [source, reader, other] = await enter(3)
    const address = await source.reach(reader)
    await source.reach(other)

    for (let round = 1; round <= 3; round++) {
      const until = join(reader.data, `round-${round}`)
      const order = { name: until, total: 3 * TOTAL / 2, blocks: [{ after: 1_000_000, until }] }
      const { longest } = await beside(context, source, other, assert.rejects(give(source, reader, order)))
      assert.equal(await ended('stalled_reader'), round)
      assert.equal(reader.all('wakes').filter(({ name }) => name === until).length, 0)
      assert.ok(longest < 25 * SECOND, `what the other got took ${longest} ms`)
      assert.equal(closings(source, other), 0)

      writeFileSync(until, '')
      await reader.until('take-ended', ({ name }) => name === until, { milliseconds: 60 * SECOND })
      await source.reachAt(address, reader)
    }
    assertWhole(await give(source, reader, { name: 'at last' }))
  })
})

test('no other tunnel was ended for slowness', async () => {
  assert.equal(await ended('stalled_reader'), 3)
  assert.equal(await ended('slow_reader'), 0)
})

test('a room that is stopped for 10 s under load keeps everybody', async () => {
  const [one, two, three, watcher] = await enter(4)
  await watcher.do('watch', room.id, 'room.attendants')
  await one.reach(two)
  await two.reach(three)
  const transfers = [[one, two], [two, three], [three, two], [two, one]].map(([peer, other], i) =>
    give(peer, other, { name: `load ${i}`, total: 4_000_000, pause: 60 }))
  await pause(2 * SECOND)

  room.process.kill('SIGSTOP')
  await pause(10 * SECOND)
  room.process.kill('SIGCONT')

  for (const taken of await Promise.all(transfers)) assertWhole(taken)
  for (const peer of [one, two, three, watcher]) assert.deepEqual(peer.all('closed'), [])
  const left = watcher.all('item').filter(({ item }) => item.type === 'left')
  assert.deepEqual(left, [])
  const [newcomer] = await enter(1)
  await newcomer.reach(one)
  assertWhole(await give(newcomer, one, { name: 'after', total: 400_000 }))
})
