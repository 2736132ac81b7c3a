// A room on three nodes with PostgreSQL and HAProxy, as operators have it, and clients that nobody here wrote, each placed on
// the node of the test's choice. `NODE_OUTAGE` says for how many seconds the database is away;
// from a minute on, a node that is cut off from everything is tried up to its goodbye to all as well.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { setTimeout as delay } from 'node:timers/promises'
import { Peer as App } from '../lib/peer.mjs'
import { eventually, within } from '../lib/time.mjs'
import { connectWire } from '../lib/wire.mjs'
import { changeTests } from './changes.mjs'
import { Peer, Visitors } from './crowd.mjs'
import { restartTests } from './restarts.mjs'
import { Room } from './room.mjs'
import { signIn, signInTests } from './sign-ins.mjs'

const OUTAGE = Number(process.env.NODE_OUTAGE ?? 60)
const MINUTE = 60
const MEGABYTE = 1 << 20
const COMMUTERS = 40

describe('a room on three nodes', () => {
  let room, apps
  before(async () => {
    room = await Room.start()
    apps = await Promise.all(room.nodes.map(() => App.start('modern/peer')))
    await Promise.all(apps.map((app, number) => app.enter(room, room.nodes[number].address)))
  })
  after(async () => {
    for (const app of apps ?? []) await app.stop()
    await room?.stop()
  })

  async function echoes (app, id) {
    const { sent, received } = await app.do('echo', id, MEGABYTE)
    assert.equal(received, sent)
  }

  test('everybody is seen everywhere, and every page counts the same', async () => {
    await room.isAttendedBy(apps)
    for (const node of room.nodes) {
      await eventually('the count', async () => (await node.list('status')).online, count => count === apps.length)
    }
  })

  for (const from of [0, 1, 2]) {
    for (const to of [0, 1, 2].filter(each => each !== from)) {
      test(`an app at node ${from + 1} reaches one at node ${to + 1}`, async context => {
        const [caller, target] = [apps[from], apps[to]]
        context.after(() => caller.do('hangUp', target.id).then(() => target.until('closed', ({ id }) => id === caller.id, { skip: closed })))
        const closed = target.all('closed').filter(({ id }) => id === caller.id).length
        await caller.reach(target)
        await echoes(caller, target.id)
        assert.equal(await caller.do('say', target.id, 60_000), true)
        await echoes(target, caller.id)
      })
    }
  }

  signInTests(() => ({ room, apps }))
  changeTests(() => ({ room, apps }))

  test(`the database is away for ${OUTAGE} s: no peer, tunnel or page stream ends, and no page is refused`, async context => {
    const cookie = await signIn(room, apps[0], room.nodes[0])
    const stream = await room.nodes[0].ask('/dashboard/events', { cookie, accept: 'text/event-stream' })
    let streamEnded = false
    stream.resume().once('close', () => { streamEnded = true })
    const crowd = await Promise.all(Array.from({ length: COMMUTERS }, () => Peer.enter(room.address)))
    await apps[0].reach(apps[1])
    const ends = () => apps.flatMap(app => app.all('closed')).length
    const before = ends()
    const visitors = new Visitors(12, ['/healthz', '/'])

    for (const { database } of room.nodes) database.cut()
    for (const node of room.nodes) {
      await eventually('the trouble', async () => (await node.ask('/readyz')).statusCode, status => status === 503)
    }
    await delay(OUTAGE * 1000)
    await echoes(apps[0], apps[1].id)
    for (const { database } of room.nodes) database.reopen()
    for (const node of room.nodes) {
      await eventually('the end of the trouble', async () => (await node.ask('/readyz')).statusCode, status => status === 200)
    }

    await visitors.leave()
    context.diagnostic(`${visitors.asked} pages`)
    assert.deepEqual(visitors.failures, [])
    assert.deepEqual(crowd.flatMap(peer => peer.losses), [])
    assert.equal(ends(), before)
    assert.equal(streamEnded, false)
    stream.destroy()
    await apps[0].do('hangUp', apps[1].id)
    await Promise.all(crowd.map(peer => peer.leave()))
  })

  test('a node that sees neither the database nor another node takes nobody in, and is back by itself', async context => {
    const lone = room.nodes[2]
    const peer = await Peer.enter(lone.address)
    const cookie = await signIn(room, apps[2], lone)
    const stream = await lone.ask('/dashboard/events', { cookie, accept: 'text/event-stream' })
    const ended = new Promise(resolve => stream.resume().once('close', resolve))
    context.after(() => stream.destroy())
    lone.part()
    lone.database.cut()
    await eventually('the node to turn newcomers away', async () => (await lone.ask('/healthz')).statusCode, status => status === 404)
    await eventually('the balancer to hear of it', async () => (await room.balancer.states('peers'))[lone.number], state => /^NOLB/.test(state))
    await assert.rejects(connectWire(lone.address))
    assert.deepEqual(peer.losses, [], 'who is in stays for a minute')
    if (OUTAGE >= MINUTE) {
      await eventually('a goodbye', async () => peer.losses.length, count => count > 0, 90_000)
      await assert.rejects(connectWire(lone.address))
      await within(5_000, 'the end of the page', ended)
      for (const path of ['/dashboard', '/dashboard/events', '/']) {
        assert.equal((await lone.ask(path, { cookie })).statusCode, 503, path)
      }
      assert.equal((await lone.ask('/')).statusCode, 200)
    }

    lone.rejoin()
    lone.database.reopen()
    await room.whole()
    await eventually('the peer to be back', async () => peer.isIn, isIn => isIn)
    await peer.leave()
    assert.equal((await lone.ask('/dashboard', { cookie })).statusCode, 200)
  })

  for (const [without, other] of [[2, 0], [1, 2]]) {
    test(`a line between two nodes is dead (${without + 1} and ${other + 1}), and one of them has no database: that one takes nobody in`, async context => {
      const [lone, rest] = [room.nodes[without], room.nodes[other]]
      context.after(() => {
        lone.rejoin()
        lone.database.reopen()
      })
      lone.database.cut()
      lone.partFrom(rest)
      await eventually('the node to turn newcomers away', async () => (await lone.ask('/healthz')).statusCode, status => status === 404)
      await eventually('the other to miss it', () => rest.cluster(), ({ nodes }) => nodes.every(({ name }) => name !== lone.name))
      assert.equal((await rest.ask('/healthz')).statusCode, 200)

      lone.rejoin()
      lone.database.reopen()
      await room.whole()
      // It looks once a second whether it follows the registry again.
      await eventually('the node to take newcomers in', async () => (await lone.ask('/healthz')).statusCode, status => status === 200)
    })
  }

  restartTests(() => ({ room }))

  test('a second signal ends the wait of a node that drains', async () => {
    const last = room.nodes.at(-1)
    const crowd = await Promise.all(Array.from({ length: 10 }, () => Peer.enter(last.address)))
    const begin = performance.now()
    last.signal('SIGTERM')
    await eventually('the node to drain', async () => (await last.ask('/healthz')).statusCode, status => status === 404)
    last.signal('SIGTERM')
    assert.equal(await within(30_000, 'the end', last.exited), 143)
    assert.ok(performance.now() - begin < 11_000, 'ten peers have ten seconds otherwise')
    await Promise.all(crowd.map(peer => peer.leave()))
  })
})
