// Changes of the mode, of members and of blocked ids act at once on peers that are connected, and on nobody else.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { startAlcove } from './lib/room.mjs'
import { startPeers } from './lib/peer.mjs'
import { connectWire } from './lib/wire.mjs'

/** How long a change may take to arrive; a lost peer that leaves by itself is noticed later. */
const AT_ONCE = { milliseconds: 2_500 }

/** A room with two members, who exchange data all the time, and one external peer; all are connected. */
async function company (context, mode, guestKind = 'modern/peer') {
  const room = await startAlcove({ mode })
  context.after(() => room.stop())
  const [member, other, guest] = await startPeers('modern/peer', 'modern/peer', guestKind)
  context.after(() => Promise.all([member, other, guest].map(peer => peer.stop())))
  for (const { id } of [member, other]) await room.command('member', 'add', id)
  await Promise.all([member.enter(room), other.enter(room)])
  await member.reach(other)
  await member.do('flood', other.id)
  if (mode !== 'restricted') await guest.enter(room)
  return { room, member, other, guest }
}

const setMode = (room, mode) => room.command('setting', 'set', 'privacy-mode', mode)

/** The two members still exchange data, and no connection of theirs to the room has ended. */
async function assertUndisturbed ({ room, member, other }) {
  const floods = member.all('flood').length
  await member.until('flood', () => true, { skip: floods })
  for (const peer of [member, other]) assert.deepEqual(peer.all('closed').filter(({ id }) => id === room.id), [])
  assert.deepEqual(member.all('flood-ended'), [])
}

const tunnel = (room, { id }) => `tunnel:${room.id}:${id}~shs:${id.slice(1, -'.ed25519'.length)}`

const membership = async (peer, room) => (await peer.do('call', room.id, 'room.metadata')).membership

/** The room lets the peer in, which then hears an answer. */
async function assertMayEnter (peer, room) {
  await peer.enter(room)
  assert.equal(typeof await peer.do('call', room.id, 'tunnel.ping'), 'number')
}

/** The room ends the handshake instead of accepting the peer. */
const assertMayNotEnter = (peer, room) =>
  assert.rejects(peer.enter(room), /\(phase 3\)[^]*the server does not wish to talk to us/)

test('from open to community an external peer leaves the attendants, and still reaches members', async context => {
  const { room, member, other, guest } = await company(context, 'open')
  assert.equal(await membership(guest, room), true)
  await member.reach(guest)
  await guest.reach(other)
  const observer = await connectWire(room.address)
  context.after(() => observer.close())
  const attendants = observer.watch('room.attendants')
  await attendants.until(({ type }) => type === 'state')

  await setMode(room, 'community')

  await member.until('closed', ({ id }) => id === guest.id, AT_ONCE)
  assert.equal((await attendants.end()).message, 'external user are not allowed to enumerate members')
  assert.equal(await membership(guest, room), false)
  // The member's client hangs up on whoever has left.
  await guest.until('closed', ({ id }) => id === other.id)
  await guest.reachAt(tunnel(room, other), other)
  const echo = await guest.do('echo', other.id, 100_000)
  assert.equal(echo.received, echo.sent)
  await assertUndisturbed({ room, member, other })
})

test('from community to open an external peer is discovered and reached without coming again', async context => {
  const { room, member, other, guest } = await company(context, 'community')
  assert.equal(await membership(guest, room), false)

  await setMode(room, 'open')

  await member.until('discovered', ({ id }) => id === guest.id, AT_ONCE)
  await member.reach(guest)
  const echo = await member.do('echo', guest.id, 100_000)
  assert.equal(echo.received, echo.sent)
  await assertUndisturbed({ room, member, other })
})

for (const mode of ['open', 'community']) {
  test(`from ${mode} to restricted an external peer loses its connection until the room lets it in again`, async context => {
    const { room, member, other, guest } = await company(context, mode)
    await guest.do('knows', room.id)
    await guest.reachAt(tunnel(room, other), other)

    await setMode(room, 'restricted')

    await guest.until('closed', ({ id }) => id === room.id, AT_ONCE)
    await other.until('closed', ({ id }) => id === guest.id, AT_ONCE)
    await assertMayNotEnter(guest, room)
    await assertUndisturbed({ room, member, other })

    await setMode(room, mode)
    await assertMayEnter(guest, room)
    await assertUndisturbed({ room, member, other })
  })
}

test('a blocked peer is gone at once with its tunnels, and external once it is unblocked', async context => {
  const { room, member, other, guest } = await company(context, 'community')
  await room.command('member', 'add', guest.id)
  await member.until('discovered', ({ id }) => id === guest.id)
  await member.reach(guest)
  await guest.reachAt(tunnel(room, other), other)

  await room.command('block', 'add', guest.id, '--reason', 'noise')

  await guest.until('closed', ({ id }) => id === room.id, AT_ONCE)
  for (const peer of [member, other]) await peer.until('closed', ({ id }) => id === guest.id, AT_ONCE)
  await assertMayNotEnter(guest, room)
  assert.deepEqual((await room.list('block', 'list')).map(({ id, reason }) => ({ id, reason })),
    [{ id: guest.id, reason: 'noise' }])
  assert.equal(await room.role(guest.id), null)
  await assertUndisturbed({ room, member, other })

  await room.command('block', 'remove', guest.id)
  await assertMayEnter(guest, room)
  assert.equal(await membership(guest, room), false)
  await assertUndisturbed({ room, member, other })
})

test('a removed member leaves the attendants of a community, and may enter as an external peer', async context => {
  const { room, member, other, guest } = await company(context, 'community')
  await room.command('member', 'add', guest.id)
  await member.until('discovered', ({ id }) => id === guest.id)
  assert.equal(await membership(guest, room), true)
  await member.reach(guest)

  await room.command('member', 'remove', guest.id)

  await member.until('closed', ({ id }) => id === guest.id, AT_ONCE)
  assert.equal(await membership(guest, room), false)
  await assert.rejects(guest.do('call', room.id, 'tunnel.announce'), /external users are not allowed to attend/)
  await assertUndisturbed({ room, member, other })
})

test('a removed member loses its connection to a restricted room', async context => {
  const { room, member, other, guest } = await company(context, 'restricted')
  await room.command('member', 'add', guest.id)
  await guest.enter(room)
  await member.reach(guest)

  await room.command('member', 'remove', guest.id)

  await guest.until('closed', ({ id }) => id === room.id, AT_ONCE)
  await member.until('closed', ({ id }) => id === guest.id, AT_ONCE)
  await assertMayNotEnter(guest, room)
  await assertUndisturbed({ room, member, other })
})
