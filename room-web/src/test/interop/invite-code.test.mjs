// The invite code of the first rooms, and their clients: ssb-room 1.3 and ssb-invite-client 1.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { startAlcove } from './lib/room.mjs'
import { Peer, startPeers } from './lib/peer.mjs'
import { connectWire, GUEST_SEED, keysOf, newKeys } from './lib/wire.mjs'

test('in an open room the code makes a member, who stays one when the room closes', async context => {
  const room = await startAlcove({ mode: 'open' })
  context.after(() => room.stop())
  const [joiner, visitor] = await startPeers('legacy/peer', 'legacy/peer')
  context.after(() => Promise.all([joiner.stop(), visitor.stop()]))
  await Promise.all([joiner.do('accept', room.invite), visitor.enter(room)])

  assert.equal(await room.role(joiner.id), 'member')
  assert.equal(await room.role(visitor.id), null, 'whoever did not use the code is no member')

  await room.command('setting', 'set', 'privacy-mode', 'restricted')
  await visitor.until('closed', ({ id }) => id === room.id)
  await assert.rejects(visitor.enter(room), /\(phase 3\)/)
  await joiner.do('hangUp', room.id)
  await joiner.until('closed', ({ id }) => id === room.id)
  await joiner.enter(room)
  assert.equal((await joiner.do('call', room.id, 'tunnel.isRoom')).membership, true)
})

test('in an open room the key in the code makes a member of whoever it names', async context => {
  const room = await startAlcove({ mode: 'open' })
  context.after(() => room.stop())
  const guest = await connectWire(room.address, { keys: keysOf(GUEST_SEED) })
  context.after(() => guest.close())
  const { id } = newKeys()
  assert.equal(await guest.call('invite.use', { feed: id }), true)
  assert.equal(await room.role(id), 'member')

  await room.command('setting', 'set', 'privacy-mode', 'community')
  await guest.ended
})

for (const [mode, message] of [['community', /Invite not accepted by the pub/], ['restricted', /Could not connect to pub/]]) {
  test(`in a ${mode} room the code is good for nothing`, async context => {
    const room = await startAlcove({ mode })
    context.after(() => room.stop())
    const peer = await Peer.start('legacy/peer')
    context.after(() => peer.stop())

    await assert.rejects(peer.do('accept', room.invite), message)
    await assert.rejects(connectWire(room.address, { keys: keysOf(GUEST_SEED) }), /\(phase 3\)/)

    assert.equal(await room.role(peer.id), null)
  })
}

test('a client of the first rooms attends an open room, and a community only as its member', async context => {
  const room = await startAlcove({ mode: 'open' })
  context.after(() => room.stop())
  const [legacy, modern] = await startPeers('legacy/peer', 'modern/peer')
  context.after(() => Promise.all([legacy.stop(), modern.stop()]))
  await room.command('member', 'add', modern.id)
  await Promise.all([legacy.enter(room), modern.enter(room)])
  await modern.reach(legacy)

  await room.command('setting', 'set', 'privacy-mode', 'community')
  await modern.until('closed', ({ id }) => id === legacy.id)
  await legacy.do('watch', room.id, 'tunnel.endpoints')
  assert.deepEqual(await legacy.until('ended', () => true), { path: 'tunnel.endpoints', error: null })
  assert.deepEqual(legacy.all('item').map(({ item }) => item), [[]])

  await room.command('member', 'add', legacy.id)
  await modern.until('discovered', ({ id }) => id === legacy.id, { skip: 1 })
  await legacy.do('hangUp', room.id)
  await legacy.until('closed', ({ id }) => id === room.id)
  await legacy.enter(room)
  await legacy.reach(modern)
  const echo = await legacy.do('echo', modern.id, 100_000)
  assert.equal(echo.received, echo.sent)
})
