// An app that subscribes to attendants beside the library in it: on one connection, both are told everything.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { startRoom } from './lib/room.mjs'
import { startPeers } from './lib/peer.mjs'
import { connectWire } from './lib/wire.mjs'

let room
before(async () => { room = await startRoom() })
after(() => room?.stop())

test('ssb-room-client and its app both hear who comes, and the room lists them once', async context => {
  if (room.first) return context.skip('a first room has no room.attendants')
  const [app, early] = await startPeers('modern/peer', 'modern/peer')
  context.after(() => Promise.all([app.stop(), early.stop()]))
  await Promise.all([app.enter(room), early.enter(room)])
  await app.do('meet', early.id)

  await app.do('watch', room.id, 'room.attendants')
  await app.do('watch', room.id, 'tunnel.endpoints')
  const { item: state } = await app.until('item', ({ item }) => item.type === 'state')
  assert.deepEqual(state.ids.toSorted(), [app.id, early.id].toSorted())

  const late = await connectWire(room.address)
  context.after(() => late.close())
  await late.call('tunnel.announce')
  await app.until('item', ({ item }) => item.type === 'joined' && item.id === late.id)
  await app.until('item', ({ path, item }) => path === 'tunnel.endpoints' && item.includes(late.id))
  await app.do('meet', late.id)
  assert.deepEqual(app.all('ended'), [])
})

test('eight subscriptions on one connection are served, the ninth is told that there are too many', async context => {
  if (room.first) return context.skip('a first room has no room.attendants')
  const wire = await connectWire(room.address)
  context.after(() => wire.close())
  for (const path of ['room.attendants', 'tunnel.endpoints']) {
    const watches = Array.from({ length: 8 }, () => wire.watch(path))
    for (const watch of watches) await watch.until(() => true)
    const { message } = await wire.watch(path).end()
    assert.match(message, /8 subscriptions on this connection already/)

    const newcomer = await connectWire(room.address)
    context.after(() => newcomer.close())
    await newcomer.call('tunnel.announce')
    for (const watch of watches) await watch.until(item => item.id === newcomer.id || item.includes?.(newcomer.id))
  }
})
