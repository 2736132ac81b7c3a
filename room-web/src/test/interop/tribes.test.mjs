// A private group of ssb-tribes works between peers that know each other only through the room.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { startRoom } from './lib/room.mjs'
import { startPeers } from './lib/peer.mjs'

let room
before(async () => { room = await startRoom() })
after(() => room?.stop())

test('an invited member reads and writes in a private group, an outsider does not read', async context => {
  const peers = await startPeers('modern/tribes', 'modern/tribes', 'modern/tribes')
  context.after(() => Promise.all(peers.map(peer => peer.stop())))
  const [founder, member, outsider] = peers
  for (const peer of peers) {
    for (const { id } of peers) await peer.do('request', id)
  }
  await Promise.all(peers.map(peer => peer.enter(room)))
  await member.reach(founder)
  await outsider.reach(founder)

  const group = await founder.do('createGroup')
  const welcome = await founder.do('post', group, 'welcome')
  await founder.do('invite', group, member.id)
  assert.equal((await member.do('read', welcome)).text, 'welcome')

  const answer = await member.do('post', group, 'glad to be here')
  assert.equal((await founder.do('read', answer)).text, 'glad to be here')

  await outsider.do('untilSequence', founder.id, 3)
  assert.match(await outsider.do('raw', welcome), /\.box2$/)
})
