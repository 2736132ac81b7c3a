// A room on three nodes with PostgreSQL and HAProxy, as operators have it, and clients that nobody here wrote, each placed on
// the node of the test's choice. `NODE_OUTAGE` says for how many seconds the database is away;
// from a minute on, a node that is cut off from everything is tried up to its goodbye to all as well.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { setTimeout as delay } from 'node:timers/promises'
import { Peer as App } from '../lib/peer.mjs'
import { within } from '../lib/time.mjs'
import { connectWire } from '../lib/wire.mjs'
import { Peer, percentile, Visitors } from './crowd.mjs'
import { eventually, Room } from './room.mjs'

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

  async function everybodySees (ids) {
    for (const node of room.nodes) {
      await eventually(`attendants at node ${node.number}`, async () => [...await node.attendants()].sort(),
        found => JSON.stringify(found) === JSON.stringify([...ids].sort()))
    }
  }

  test('everybody is seen everywhere, and every page counts the same', async () => {
    await everybodySees(apps.map(app => app.id))
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

  test('an app signs a browser in at its own node, and the session holds at the others', async () => {
    const cookie = await signIn(apps[1], room.nodes[1])

    for (const node of room.nodes) assert.equal((await node.ask('/dashboard', { cookie })).statusCode, 200)
  })

  async function signIn (app, node) {
    await room.nodes[0].command('member', 'add', app.id)
    const { pathname, search } = new URL(await app.do('signInUrlAt', 'room.test'))
    const response = await node.ask(pathname + search, { accept: 'text/html' })
    const cookies = response.headers['set-cookie'] ?? []
    const session = cookies.map(each => each.split(';')[0]).find(each => /session=/.test(each))
    assert.ok(session, `${response.statusCode} ${JSON.stringify(response.headers)}`)
    return session
  }

  test('a block at one node holds at the others: the peer, its tunnel and the page of its browser are out', async context => {
    const bad = await App.start('modern/peer')
    context.after(() => bad.stop())
    await bad.enter(room, room.nodes[1].address)
    const cookie = await signIn(bad, room.nodes[1])
    await bad.reach(apps[2])
    const stream = await room.nodes[2].ask('/dashboard/events', { cookie, accept: 'text/event-stream' })
    assert.equal(stream.statusCode, 200)
    stream.resume()
    const gone = {
      peer: bad.until('closed', ({ id }) => id === room.id),
      tunnel: apps[2].until('closed', ({ id }) => id === bad.id),
      page: new Promise(resolve => stream.once('close', resolve))
    }

    const begin = performance.now()
    await room.nodes[0].command('block', 'add', bad.id)
    for (const [what, end] of Object.entries(gone)) {
      await within(20_000, `the end of the ${what}`, end)
      context.diagnostic(`${what} out after ${Math.round(performance.now() - begin)} ms`)
    }

    for (const node of room.nodes) {
      assert.notEqual((await node.ask('/dashboard', { cookie })).statusCode, 200)
      await assert.rejects(bad.do('connectAgain', node.address))
    }
    await everybodySees(apps.map(app => app.id))
  })

  test(`the database is away for ${OUTAGE} s: no peer, tunnel or page stream ends, and no page is refused`, async context => {
    const cookie = await signIn(apps[0], room.nodes[0])
    const stream = await room.nodes[0].ask('/dashboard/events', { cookie, accept: 'text/event-stream' })
    let streamEnded = false
    stream.resume().once('close', () => { streamEnded = true })
    const crowd = await Promise.all(Array.from({ length: COMMUTERS }, () => Peer.enter(room.address)))
    await apps[0].reach(apps[1])
    const ends = () => apps.flatMap(app => app.all('closed')).length
    const before = ends()
    const visitors = new Visitors(room.securePort, 12, ['/healthz', '/'])

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

  test('a node that sees neither the database nor another node takes nobody in, and is back by itself', async () => {
    const lone = room.nodes[2]
    const peer = await Peer.enter(lone.address)
    lone.part()
    lone.database.cut()
    await eventually('the node to turn newcomers away', async () => (await lone.ask('/healthz')).statusCode, status => status === 404)
    await eventually('the balancer to hear of it', async () => (await room.states('peers'))[2], state => /^NOLB/.test(state))
    await assert.rejects(connectWire(lone.address))
    assert.deepEqual(peer.losses, [], 'who is in stays for a minute')
    if (OUTAGE >= MINUTE) {
      await eventually('a goodbye', async () => peer.losses.length, count => count > 0, 90_000)
      await assert.rejects(connectWire(lone.address))
    }

    lone.rejoin()
    lone.database.reopen()
    await room.whole()
    await eventually('the peer to be back', async () => peer.isIn, isIn => isIn)
    await peer.leave()
  })

  test('all nodes are restarted one after the other: every page is answered, and peers are back at once', async context => {
    const crowd = await Promise.all(Array.from({ length: COMMUTERS }, () => Peer.enter(room.address)))
    const visitors = new Visitors(room.securePort, 12)

    for (const node of room.nodes) {
      assert.equal(await node.end(), 143)
      await node.start()
      await room.whole()
    }

    await eventually('everybody to be back', async () => crowd.filter(peer => !peer.isIn).length, missing => missing === 0)
    await visitors.leave()
    const gaps = crowd.flatMap(peer => peer.losses.map(({ lost, back }) => back - lost))
    context.diagnostic(`${visitors.asked} pages; ${gaps.length} losses of ${crowd.length} peers, ` +
      `back after ${Math.round(percentile(gaps, 50))} ms, p99 ${Math.round(percentile(gaps, 99))} ms`)
    assert.deepEqual(visitors.failures, [])
    const often = crowd.filter(peer => peer.losses.length > 2)
    assert.equal(often.length, 0, `${often.length} peers lost their connection more than twice`)
    assert.ok(percentile(gaps, 99) < 5_000, `${percentile(gaps, 99)} ms`)
    await Promise.all(crowd.map(peer => peer.leave()))
  })

  test('a second signal ends the wait of a node that drains', async () => {
    const [, , last] = room.nodes
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
