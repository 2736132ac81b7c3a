// A peer in a browser tab enters the room by WebSocket and exchanges data with a peer elsewhere.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Domain } from './lib/domain.mjs'
import { startAlcove, startRoom } from './lib/room.mjs'
import { Peer } from './lib/peer.mjs'
import { bundle, Tab } from './lib/tab.mjs'

let room
let script
before(async () => { [room, script] = await Promise.all([startRoom(), bundle()]) })
after(() => room?.stop())

test('a browser tab and a peer elsewhere meet, echo and replicate', async context => {
  const peer = await Peer.start('modern/database')
  context.after(() => peer.stop())
  const tab = await Tab.open(script)
  context.after(() => tab.stop())
  await peer.do('publish', { type: 'post', text: 'for the tab' }, 50)
  await tab.do('publish', { type: 'post', text: 'from the tab' })
  for (const { id } of [peer, tab]) {
    await peer.do('request', id)
    await tab.do('request', id)
  }

  await Promise.all([tab.enter(room, room.wsAddress), peer.enter(room)])
  await peer.do('meet', tab.id)
  await tab.reach(peer)
  for (const [one, other] of [[tab, peer], [peer, tab]]) {
    const echo = await one.doWithin(60_000, 'echo', other.id, 1_000_000)
    assert.equal(echo.bytes, 1_000_000)
    assert.equal(echo.received, echo.sent)
  }
  await tab.until('message', ({ author, sequence }) => author === peer.id && sequence === 50)
  assert.equal(await peer.do('untilSequence', tab.id, 1), 1)
})

test('a peer elsewhere calls a browser tab', async context => {
  const peer = await Peer.start('modern/database')
  context.after(() => peer.stop())
  const tab = await Tab.open(script)
  context.after(() => tab.stop())
  await Promise.all([tab.enter(room, room.wsAddress), peer.enter(room, room.wsAddress)])
  await peer.reach(tab)
  const echo = await tab.do('echo', peer.id, 100_000)
  assert.equal(echo.received, echo.sent)
})

test('an app in a tab claims an invite of a community on another origin, and joins by WebSocket', async context => {
  const community = await startAlcove()
  context.after(() => community.stop())
  const peer = await Peer.start('modern/peer')
  context.after(() => peer.stop())
  const tab = await Tab.open(script)
  context.after(() => tab.stop())
  const link = await community.createInvite('--uses', '2')
  assert.notEqual(new URL(link).origin, tab.origin)

  assert.equal(await tab.do('claim', link), community.address)
  assert.equal(await peer.do('claim', link), community.address)
  await assert.rejects(tab.do('claim', link), /this invite was used already/)

  assert.equal(await community.role(tab.id), 'member')
  await Promise.all([tab.enter(community, community.wsAddress), peer.enter(community)])
  assert.equal((await tab.do('call', community.id, 'room.metadata')).membership, true)
  await tab.reach(peer)
  const echo = await tab.do('echo', peer.id, 100_000)
  assert.equal(echo.received, echo.sent)
})

test('an app in a tab joins a room behind a domain by the JSON of an invite, and replicates by wss', async context => {
  const community = await startAlcove({ flags: ['--domain', 'room.test'] })
  context.after(() => community.stop())
  const domain = await Domain.start('room.test', community)
  context.after(() => domain.stop())
  const peer = await Peer.start('modern/database', domain.network)
  context.after(() => peer.stop())
  const tab = await Tab.open(script, domain)
  context.after(() => tab.stop())
  assert.match(community.wsAddress, /^wss:\/\/room\.test~shs:/)
  await peer.do('publish', { type: 'post', text: 'for the tab' }, 20)
  await tab.do('publish', { type: 'post', text: 'from the tab' })
  for (const { id } of [peer, tab]) {
    await peer.do('request', id)
    await tab.do('request', id)
  }

  assert.equal(await tab.do('claim', await community.createInvite()), community.address)
  await community.command('member', 'add', peer.id)
  await Promise.all([tab.enter(community, community.wsAddress), peer.enter(community)])
  await tab.reach(peer)

  await tab.until('message', ({ author, sequence }) => author === peer.id && sequence === 20)
  assert.equal(await peer.do('untilSequence', tab.id, 1), 1)
})
