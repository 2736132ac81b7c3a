// Two peers with databases replicate through a tunnel.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { startRoom } from './lib/room.mjs'
import { startPeers } from './lib/peer.mjs'

let room
before(async () => { room = await startRoom() })
after(() => room?.stop())

for (const [door, address] of [['net', () => room.address], ['ws', () => room.wsAddress]]) {
  test(`1,000 messages arrive whole and in order over ${door}`, async context => {
    const [writer, reader] = await startPeers('modern/database', 'modern/database')
    context.after(() => Promise.all([writer.stop(), reader.stop()]))
    await writer.doWithin(120_000, 'publish', { type: 'post', text: 'through the room' }, 1000)
    await reader.do('publish', { type: 'post', text: 'and back' }, 10)
    for (const peer of [writer, reader]) {
      for (const { id } of [writer, reader]) await peer.do('request', id)
    }

    await Promise.all([writer.enter(room, address()), reader.enter(room, address())])
    await reader.reach(writer)
    await Promise.all([
      reader.doWithin(90_000, 'untilSequence', writer.id, 1000),
      writer.doWithin(90_000, 'untilSequence', reader.id, 10)
    ])

    const original = await writer.do('feed', writer.id)
    assert.equal(original.count, 1000)
    assert.deepEqual(await reader.do('feed', writer.id), original)
    assert.deepEqual(await writer.do('feed', reader.id), await reader.do('feed', reader.id))

    // What is written while both are connected follows at once.
    await writer.do('publish', { type: 'post', text: 'live' })
    await reader.do('untilSequence', writer.id, 1001)
  })
}
