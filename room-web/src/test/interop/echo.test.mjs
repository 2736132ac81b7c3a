// Two peers find each other in the room, open a tunnel and send 5 MB through it in both directions.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { startRoom } from './lib/room.mjs'
import { startPeers } from './lib/peer.mjs'

const MEGABYTES = 5_000_000

let room
before(async () => { room = await startRoom() })
after(() => room?.stop())

const doors = { net: () => room.address, ws: () => room.wsAddress }

async function meet (context, [kind, door], [otherKind, otherDoor]) {
  const [caller, target] = await startPeers(`${kind}/peer`, `${otherKind}/peer`)
  context.after(() => Promise.all([caller.stop(), target.stop()]))
  assert.ok(doors[door](), `the room has no ${door} address`)
  await Promise.all([caller.enter(room, doors[door]()), target.enter(room, doors[otherDoor]())])
  await target.do('meet', caller.id)
  await caller.reach(target)
  return [caller, target]
}

async function assertEcho (peer, other, bytes) {
  const echo = await peer.doWithin(60_000, 'echo', other.id, bytes)
  assert.equal(echo.bytes, bytes)
  assert.equal(echo.received, echo.sent)
}

for (const kind of ['legacy', 'modern']) {
  for (const otherKind of ['legacy', 'modern']) {
    test(`${kind} calls ${otherKind} over net, 5 MB each way`, async context => {
      const [caller, target] = await meet(context, [kind, 'net'], [otherKind, 'net'])
      await assertEcho(caller, target, MEGABYTES)
      await assertEcho(target, caller, MEGABYTES)
    })
  }
}

describe('over WebSocket', () => {
  for (const [first, second] of [
    [['modern', 'ws'], ['modern', 'ws']],
    [['legacy', 'ws'], ['modern', 'net']],
    [['modern', 'net'], ['legacy', 'ws']]
  ]) {
    test(`${first.join(' by ')} calls ${second.join(' by ')}, 5 MB each way`, async context => {
      const [caller, target] = await meet(context, first, second)
      await assertEcho(caller, target, MEGABYTES)
      await assertEcho(target, caller, MEGABYTES)
    })
  }
})

test('both directions of one tunnel are busy at once', async context => {
  const [caller, target] = await meet(context, ['modern', 'net'], ['modern', 'net'])
  await Promise.all([assertEcho(caller, target, MEGABYTES), assertEcho(target, caller, MEGABYTES)])
})

test('eight tunnels between the same two carry data at once', async context => {
  const [caller, target] = await meet(context, ['modern', 'net'], ['modern', 'net'])
  const address = await caller.do('meet', target.id)
  // One after the other: only two of an origin may wait for the target's answer.
  for (let another = 0; another < 7; another++) await caller.do('connectAgain', address)
  const echoes = await caller.doWithin(60_000, 'echoOnEach', target.id, 1_000_000)
  assert.equal(echoes.length, 8)
  for (const { bytes, sent, received } of echoes) {
    assert.equal(bytes, 1_000_000)
    assert.equal(received, sent)
  }
})

test('both open a tunnel to the other at the same moment', async context => {
  const [one, two] = await startPeers('modern/peer', 'modern/peer')
  context.after(() => Promise.all([one.stop(), two.stop()]))
  await Promise.all([one.enter(room), two.enter(room)])
  const [toTwo, toOne] = await Promise.all([one.do('meet', two.id), two.do('meet', one.id)])
  await Promise.all([one.do('connectAgain', toTwo), two.do('connectAgain', toOne)])
  await Promise.all([
    one.until('connected', ({ id, isClient }) => id === two.id && !isClient),
    two.until('connected', ({ id, isClient }) => id === one.id && !isClient)
  ])
  const echoes = await one.do('echoOnEach', two.id, 300_000)
  assert.equal(echoes.length, 2)
  for (const { sent, received } of echoes) assert.equal(received, sent)
})

test('large calls pass through a tunnel whole', async context => {
  const [caller, target] = await meet(context, ['legacy', 'net'], ['modern', 'net'])
  for (const length of [2, 4_000, 70_000, 1_000_000]) {
    assert.equal(await caller.do('say', target.id, length), true)
    assert.equal(await target.do('say', caller.id, length), true)
  }
})
