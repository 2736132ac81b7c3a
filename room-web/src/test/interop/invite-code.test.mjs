// The invite code of the first rooms, as ssb-invite 2 and ssb-room 1.3's client take it.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { startAlcove } from './lib/room.mjs'
import { startPeers } from './lib/peer.mjs'
import { connectWire } from './lib/wire.mjs'

test('in an open room the code makes a member, who stays one when the room closes', async context => {
  const room = await startAlcove({ mode: 'open' })
  context.after(() => room.stop())
  const [pub, legacy] = await startPeers('pub/peer', 'legacy/peer')
  context.after(() => Promise.all([pub.stop(), legacy.stop()]))
  assert.equal(await room.role(pub.id), null)

  await pub.do('accept', room.invite)

  assert.equal(await room.role(pub.id), 'member')
  assert.equal(await room.role(legacy.id), null, 'whoever did not use the code is no member')
  await room.command('setting', 'set', 'privacy-mode', 'restricted')
  await pub.enter(room)
  assert.equal((await pub.do('call', room.id, 'room.metadata')).membership, true)
  await assert.rejects(legacy.enter(room))
})

for (const mode of ['community', 'restricted']) {
  test(`in a ${mode} room the code is good for nothing`, async context => {
    const room = await startAlcove({ mode })
    context.after(() => room.stop())
    const [pub] = await startPeers('pub/peer')
    context.after(() => pub.stop())

    await assert.rejects(pub.do('accept', room.invite), /could not connect to server/)

    assert.equal(await room.role(pub.id), null)
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
  const stranger = await connectWire(room.address)
  context.after(() => stranger.close())
  assert.equal((await stranger.watch('tunnel.endpoints').end()).message,
    'external user are not allowed to enumerate members')

  await room.command('member', 'add', legacy.id)
  await modern.until('discovered', ({ id }) => id === legacy.id, { skip: 1 })
  await legacy.do('hangUp', room.id)
  await legacy.enter(room)
  await legacy.reach(modern)
  const echo = await legacy.do('echo', modern.id, 100_000)
  assert.equal(echo.received, echo.sent)
})
