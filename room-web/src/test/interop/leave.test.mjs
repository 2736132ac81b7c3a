// A peer that vanishes in the middle of a transfer takes its tunnels with it and nothing else.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { startRoom } from './lib/room.mjs'
import { Peer, startPeers } from './lib/peer.mjs'
import { connectWire } from './lib/wire.mjs'

let room
before(async () => { room = await startRoom() })
after(() => room?.stop())

const kinds = [['modern', 'modern'], ['legacy', 'modern'], ['modern', 'legacy']]

for (const door of ['net', 'ws']) {
  for (const [kind, vanishing] of door === 'net' ? kinds : kinds.slice(0, 1)) {
    test(`${vanishing} target is killed while ${kind} sends to it over ${door}`, context =>
      survives(context, { kind, vanishing, door, sender: 'survivor' }))

    test(`${vanishing} caller is killed while it sends to ${kind} over ${door}`, context =>
      survives(context, { kind, vanishing, door, sender: 'vanishing' }))
  }
}

async function survives (context, { kind, vanishing, door, sender }) {
  const [survivor, victim, third] = await startPeers(`${kind}/peer`, `${vanishing}/peer`, 'modern/peer')
  context.after(() => Promise.all([survivor.stop(), victim.stop(), third.stop()]))
  const address = door === 'net' ? room.address : room.wsAddress
  await Promise.all([survivor, victim, third].map(peer => peer.enter(room, address)))
  await Promise.all([survivor.do('meet', victim.id), victim.do('meet', survivor.id)])

  const [caller, target] = sender === 'survivor' ? [survivor, victim] : [victim, survivor]
  await caller.reach(target)
  await caller.do('flood', target.id)
  await caller.until('flood', ({ bytes }) => bytes > 2_000_000)

  await victim.kill()

  await survivor.until('closed', ({ id }) => id === victim.id)
  assert.equal(typeof await survivor.do('call', room.id, 'tunnel.ping'), 'number')
  await survivor.reach(third)
  const echo = await survivor.do('echo', third.id, 500_000)
  assert.equal(echo.received, echo.sent)
  const back = await third.do('echo', survivor.id, 500_000)
  assert.equal(back.received, back.sent)
  const rooms = survivor.all('closed').filter(({ id }) => id === room.id)
  assert.deepEqual(rooms, [], 'the connection to the room was lost')
}

test('a killed peer leaves exactly once', async context => {
  if (room.first) return context.skip('a first room tells whole lists, not who left')
  const observer = await connectWire(room.address)
  context.after(() => observer.close())
  const attendants = observer.watch('room.attendants')
  await attendants.until(({ type }) => type === 'state')

  const [victim, other] = await startPeers('modern/peer', 'modern/peer')
  context.after(() => Promise.all([victim.stop(), other.stop()]))
  await Promise.all([victim.enter(room), other.enter(room)])
  await attendants.until(({ type, id }) => type === 'joined' && id === victim.id)
  await attendants.until(({ type, id }) => type === 'joined' && id === other.id)
  await other.reach(victim)
  await other.do('flood', victim.id)
  await other.until('flood', ({ bytes }) => bytes > 2_000_000)

  await victim.kill()
  await attendants.until(({ type, id }) => type === 'left' && id === victim.id)

  // A newcomer's whole visit passes behind it, so a second `left` would have been seen by then.
  const newcomer = await Peer.start('modern/peer')
  context.after(() => newcomer.stop())
  await newcomer.enter(room)
  await attendants.until(({ type, id }) => type === 'joined' && id === newcomer.id)
  await newcomer.kill()
  await attendants.until(({ type, id }) => type === 'left' && id === newcomer.id)

  for (const id of [victim.id, newcomer.id]) {
    const seen = attendants.items.filter(item => item.id === id).map(({ type }) => type)
    assert.deepEqual(seen, ['joined', 'left'])
  }
})

test('a peer that says goodbye leaves exactly once and may come back', async context => {
  if (room.first) return context.skip('a first room tells whole lists, not who left')
  const observer = await connectWire(room.address)
  context.after(() => observer.close())
  const attendants = observer.watch('room.attendants')
  await attendants.until(({ type }) => type === 'state')

  const peer = await Peer.start('modern/peer')
  context.after(() => peer.stop())
  await peer.enter(room)
  await attendants.until(({ type, id }) => type === 'joined' && id === peer.id)
  await peer.do('hangUp', room.id)
  await attendants.until(({ type, id }) => type === 'left' && id === peer.id)
  await peer.enter(room)
  const types = () => attendants.items.filter(({ id }) => id === peer.id).map(({ type }) => type)
  await attendants.until(() => types().length === 3)
  assert.deepEqual(types(), ['joined', 'left', 'joined'])
})

test('a peer that loses its connection and comes back is discovered and reached again', async context => {
  const [peer, other] = await startPeers('modern/peer', 'modern/peer')
  context.after(() => Promise.all([peer.stop(), other.stop()]))
  await Promise.all([peer.enter(room), other.enter(room)])
  await peer.reach(other)

  await other.do('hangUp', room.id)
  await other.until('closed', ({ id }) => id === room.id)
  await other.enter(room)

  await peer.until('closed', ({ id }) => id === other.id)
  await peer.until('discovered', ({ id }) => id === other.id, { skip: 1 })
  await peer.do('connect', await peer.do('meet', other.id))
  const echo = await peer.do('echo', other.id, 100_000)
  assert.equal(echo.received, echo.sent)
})
