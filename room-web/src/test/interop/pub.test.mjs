// A pub in the room carries messages between two peers that are never there together.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { startRoom } from './lib/room.mjs'
import { Peer, startPeers } from './lib/peer.mjs'

let room
before(async () => { room = await startRoom() })
after(() => room?.stop())

test('messages reach a reader through a pub after their writer has left', async context => {
  const [pub, writer] = await startPeers('pub/peer', 'modern/database')
  context.after(() => Promise.all([pub.stop(), writer.stop()]))
  await writer.do('publish', { type: 'post', text: 'for later' }, 200)
  await pub.do('follow', writer.id)
  await pub.enter(room)

  for (const id of [writer.id, pub.id]) await writer.do('request', id)
  await writer.enter(room)
  await writer.reach(pub)
  await pub.doWithin(60_000, 'untilSequence', writer.id, 200)
  const original = await writer.do('feed', writer.id)
  assert.equal(original.count, 200)
  assert.deepEqual(await pub.do('feed', writer.id), original)
  await writer.stop()
  await pub.until('closed', ({ id }) => id === writer.id)

  const reader = await Peer.start('modern/database')
  context.after(() => reader.stop())
  for (const id of [writer.id, pub.id, reader.id]) await reader.do('request', id)
  await reader.enter(room)
  await reader.reach(pub)
  await reader.doWithin(60_000, 'untilSequence', writer.id, 200)
  assert.deepEqual(await reader.do('feed', writer.id), original)
})
