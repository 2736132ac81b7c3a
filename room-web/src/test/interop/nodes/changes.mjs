// What is changed at one node and has to hold at all of them, for peers, tunnels and browsers that are connected there.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { eventually, within } from '../lib/time.mjs'
import { Peer as App } from '../lib/peer.mjs'
import { connectWire } from '../lib/wire.mjs'
import { signIn } from './sign-ins.mjs'

/** Far beyond the second that is promised: tests are no measurements. */
const GENEROUS = 5_000

const MODE = ['setting', 'set', 'privacy-mode']

/**
 * The tests, in a suite with three nodes.
 * @param company gives the room, and an app that is connected to each node
 */
export function changeTests (company) {
  /** Has a node make a change; tells how long it takes until all is out that has to be: names and promises, from then on. */
  async function ends (context, gone, node, ...words) {
    const begin = performance.now()
    await node.command(...words)
    const times = await Promise.all(gone().map(async ([what, end]) => {
      await within(GENEROUS, `the end of the ${what}`, end)
      return `${what} ${Math.round(performance.now() - begin)} ms`
    }))
    context.diagnostic(`${words.slice(0, 2).join(' ')}: out after ${times.join(', ')}`)
  }

  /** What a member has at three nodes: the peer at one, its tunnel to an app at the next, a page at the third. */
  async function presence (app, number) {
    const { room, apps } = company()
    const at = distance => (number + distance) % 3
    const cookie = await signIn(room, app, room.nodes[number])
    const other = apps[at(1)]
    const ended = other.all('closed').filter(({ id }) => id === app.id).length
    const left = app.all('closed').filter(({ id }) => id === room.id).length
    await app.reach(other)
    const stream = await room.nodes[at(2)].ask('/dashboard/events', { cookie, accept: 'text/event-stream' })
    assert.equal(stream.statusCode, 200)
    stream.resume()
    const closed = new Promise(resolve => stream.once('close', resolve))
    return {
      cookie,
      gone: () => [
        ['peer', app.until('closed', ({ id }) => id === room.id, { skip: left })],
        ['tunnel', other.until('closed', ({ id }) => id === app.id, { skip: ended })],
        ['page', closed]
      ]
    }
  }

  const setMode = (node, mode) => node.command(...MODE, mode)

  async function everybodyIsMember () {
    const { room, apps } = company()
    for (const app of apps) await room.nodes[0].command('member', 'add', app.id)
  }

  async function isOut (app, cookie) {
    for (const node of company().room.nodes) {
      assert.notEqual((await node.ask('/dashboard', { cookie })).statusCode, 200)
      await assert.rejects(app.do('connectAgain', node.address))
    }
  }

  test('a block at one node holds at the others: the peer, its tunnel and the page of its browser are out', async context => {
    const { room, apps } = company()
    const bad = await App.start('modern/peer')
    context.after(() => bad.stop())
    await bad.enter(room, room.nodes[1].address)
    const { cookie, gone } = await presence(bad, 1)

    await ends(context, gone, room.nodes[0], 'block', 'add', bad.id)

    await isOut(bad, cookie)
    await room.isAttendedBy(apps)
  })

  /** Peers who are no members: one at each node, with a tunnel to the one at the next. */
  async function strangers () {
    const { room, apps } = company()
    const wires = await Promise.all(room.nodes.map(({ address }) => connectWire(address)))
    for (const wire of wires) await wire.call('tunnel.announce')
    await room.isAttendedBy([...apps, ...wires])
    const tunnels = wires.map((wire, number) => {
      const target = wires[(number + 1) % wires.length].id
      return wire.duplex('tunnel.connect', { portal: room.id, target })
    })
    for (const tunnel of tunnels) {
      tunnel.send(Buffer.from('an echo'))
      await tunnel.until(() => true)
    }
    return { wires, tunnels }
  }

  test('a change of the mode at one node holds at the others: strangers attend no more, then they and their tunnels are out',
    async context => {
      const { room, apps } = company()
      await everybodyIsMember()
      const { wires, tunnels } = await strangers()
      context.after(() => Promise.all(wires.map(wire => wire.close())))
      const [first, second, third] = room.nodes
      context.after(() => setMode(first, 'open'))

      const unseen = node => eventually('the count', async () => (await node.list('status')).online, count => count === apps.length)
      await ends(context, () => room.nodes.map(node => [`attendance at node ${node.number}`, unseen(node)]), first, ...MODE, 'community')

      const gone = room.nodes.flatMap(({ number }, index) => [
        [`stranger at node ${number}`, wires[index].ended], [`tunnel from node ${number}`, tunnels[index].end()]
      ])
      await ends(context, () => gone, second, ...MODE, 'restricted')
      for (const node of room.nodes) await assert.rejects(connectWire(node.address))

      await setMode(third, 'open')
      for (const node of room.nodes) {
        await eventually(`a stranger to come in at node ${node.number}`, () => connectWire(node.address).then(wire => wire.close(), error => error),
          failure => failure === undefined)
      }
      await room.isAttendedBy(apps)
    })

  test('who is removed from a restricted room at one node is out at all: peer, tunnel and page, at whichever nodes they are', async context => {
    const { room, apps } = company()
    await everybodyIsMember()
    await setMode(room.nodes[1], 'restricted')
    context.after(() => setMode(room.nodes[0], 'open'))

    for (const [number, app] of apps.entries()) {
      const { cookie, gone } = await presence(app, number)

      await ends(context, gone, room.nodes[(number + 1) % 3], 'member', 'remove', app.id)

      await isOut(app, cookie)
      await room.nodes[number].command('member', 'add', app.id)
      await app.enter(room, room.nodes[number].address)
    }
  })
}
