// A room on three nodes to which the worst happens, in turn and in an order of its own: a node is killed, stands still for
// some seconds or for long, is restarted, has no space left on its disk, or others are late or never with what they tell it;
// the database crashes, or the balancer; or two of these at once. Meanwhile peers come and go by the balancer, operators make
// changes at all nodes, and those who are blocked try to come in. After each round everybody is back, all nodes know who is
// there, and nothing that was acknowledged is lost. `NODE_ROUNDS` says how often, of eleven kinds; `NODE_SEED` repeats the plan
// of an earlier run (not its timing).
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { setTimeout as delay } from 'node:timers/promises'
import { Dice } from '../lib/dice.mjs'
import { eventually, within } from '../lib/time.mjs'
import { connectWire, newKeys } from '../lib/wire.mjs'
import { Peer, percentile } from './crowd.mjs'
import { Room } from './room.mjs'

const rounds = Number(process.env.NODE_ROUNDS ?? 6)
const seed = process.env.NODE_SEED ?? `${Date.now()}`
const CROWD = 30
const STANDSTILL = 6_000
const PARTITION = 6_000
const DELAY = 300

/** Long enough that connections to a node that stands still are given up and tried again, some times. */
const LONG_STANDSTILL = 25_000

/** How long a block may take to hold everywhere, and a node that stood still to hear of it. */
const SETTLED = 2_000

describe(`a room on three nodes in ${rounds} accidents, with NODE_SEED=${seed}`, () => {
  const crowd = []
  const members = new Set()
  const blocked = new Map()
  const problems = []
  const times = {}
  const totals = { acknowledged: 0, unclear: 0, refusedToEnter: 0 }
  let room
  let over = false
  let lanes
  let quietSince = 0
  let begin = 0

  before(async () => {
    room = await Room.start()
    for (let i = 0; i < CROWD; i++) crowd.push(await Peer.enter(room.address))
    lanes = Promise.all([
      goOn('members', addMember), goOn('more members', addMember), goOn('blocks', block), goOn('intruder', intrude)
    ])
  })
  after(async () => {
    over = true
    await lanes
    await Promise.all(crowd.map(peer => peer.leave()))
    await room?.stop()
  })

  async function goOn (name, step) {
    const dice = new Dice(`${seed} ${name}`)
    while (!over) {
      await step(dice)
      await delay(dice.below(200))
    }
  }

  /** A change by whichever node; what is not answered may be made or not. */
  async function change (dice, ...words) {
    try {
      await within(30_000, words.join(' '), dice.of(room.nodes).command(...words))
      totals.acknowledged++
      return true
    } catch {
      totals.unclear++
      return false
    }
  }

  async function addMember (dice) {
    const { id } = newKeys()
    if (await change(dice, 'member', 'add', id)) members.add(id)
  }

  async function block (dice) {
    const keys = newKeys()
    if (await change(dice, 'block', 'add', keys.id)) blocked.set(keys.id, { keys, since: performance.now() })
    await delay(300)
  }

  /** Somebody who is blocked tries to come in at one node. */
  async function intrude (dice) {
    const someone = dice.of([...blocked.values()])
    const node = dice.of(room.nodes)
    if (!someone || !node.isRunning) return
    const begun = performance.now()
    try {
      const wire = await within(15_000, 'the intruder', connectWire(node.address, { keys: someone.keys }))
      const settled = Math.max(someone.since, quietSince) + SETTLED
      if (begun > settled) problems.push(`a blocked key came in at node ${node.number}`)
      await within(SETTLED, 'a blocked key to be turned out', wire.ended).catch(error => problems.push(error.message))
      await wire.close()
    } catch {
      totals.refusedToEnter++
    }
  }

  async function killed (node) {
    await node.kill()
    await delay(3_000)
    await node.start()
  }

  async function restarted (node) {
    await node.end()
    await node.start()
  }

  /** One of the others. */
  const besides = (node, dice) => dice.of(room.nodes.filter(other => other !== node))

  function goOnWith (node) {
    quietSince = Infinity
    node.signal('SIGCONT')
    quietSince = performance.now()
  }

  async function frozenForLong (node) {
    const others = room.nodes.filter(other => other !== node)
    const losses = crowd.map(peer => peer.losses.length)
    const wires = await Promise.all(others.map(other => connectWire(other.address, { keys: newKeys() })))
    const watches = wires.map(wire => wire.watch('room.attendants'))
    await Promise.all(watches.map(watch => watch.until(() => true)))
    begin = performance.now()
    node.signal('SIGSTOP')
    while (performance.now() < begin + LONG_STANDSTILL) {
      await delay(200)
      for (const other of others) {
        if ((await other.cluster()).nodes.length < others.length) problems.push(`node ${other.number} lost one that was well`)
      }
    }
    goOnWith(node)
    const stayed = new Set(crowd.filter((peer, number) => peer.losses.length === losses[number]).map(peer => peer.id))
    for (const { type, id } of watches.flatMap(watch => watch.items)) {
      if (type === 'left' && stayed.has(id)) problems.push('somebody who stayed is said to have left')
    }
    await Promise.all(wires.map(wire => wire.close()))
  }

  const ACCIDENTS = {
    killed,
    frozen: async node => {
      node.signal('SIGSTOP')
      await delay(STANDSTILL)
      goOnWith(node)
    },
    'frozen for long': frozenForLong,
    parted: async node => {
      node.part()
      await delay(PARTITION)
      node.rejoin()
    },
    'without database': () => room.restartDatabase(),
    restarted,
    'with late words of others': async node => {
      node.lag(DELAY)
      await delay(PARTITION)
      node.lag(0)
    },
    'with a full disk': async node => {
      node.fillDisk(true)
      await assert.rejects(node.command('backup', 'now'))
      await delay(2_000)
      node.fillDisk(false)
    },
    'behind a balancer that crashes': () => room.balancer.restart(),
    'killed while the database crashes': async node => {
      const database = room.restartDatabase()
      await node.kill()
      // a node that finds no database ends, and whatever watches over it starts it again
      await Promise.all([database, delay(3_000)])
      await node.start()
    },
    'killed while another is restarted': async (node, dice) => {
      await Promise.all([restarted(besides(node, dice)), killed(node)])
    }
  }

  /** Accidents by which nobody loses a connection. */
  const HARMLESS = ['parted', 'without database', 'with late words of others', 'with a full disk']

  /** Those in which a node says goodbye to its peers one after the other: the time is that since each lost it. */
  const GRADUAL = ['restarted', 'killed while another is restarted']

  /** All kinds of accidents, before any of them happens again. */
  function kindOf (round) {
    const kinds = Object.keys(ACCIDENTS)
    const dice = new Dice(`${seed} order ${Math.floor(round / kinds.length)}`)
    for (let i = kinds.length - 1; i > 0; i--) {
      const j = dice.below(i + 1);
      [kinds[i], kinds[j]] = [kinds[j], kinds[i]]
    }
    return kinds[round % kinds.length]
  }

  async function everybodyIsThere () {
    await eventually('everybody to be back', async () => crowd.filter(peer => !peer.isIn).length, missing => missing === 0)
    await room.isAttendedBy(crowd)
  }

  async function nothingIsLost () {
    // What is acknowledged from here on may be missing in what is read.
    const acknowledged = { member: [...members], block: [...blocked.keys()] }
    for (const node of room.nodes) {
      for (const [kind, ids] of Object.entries(acknowledged)) {
        const found = new Set((await node.list(kind, 'list')).map(({ id }) => id))
        assert.deepEqual(ids.filter(id => !found.has(id)), [], `${kind}s that node ${node.number} has lost`)
      }
    }
  }

  async function accident (round) {
    const dice = new Dice(`${seed} ${round}`)
    const kind = kindOf(round)
    const losses = crowd.map(peer => peer.losses.length)
    begin = performance.now()
    await ACCIDENTS[kind](dice.of(room.nodes), dice)
    await room.whole()
    await everybodyIsThere()
    await nothingIsLost()
    const back = crowd.flatMap((peer, number) => peer.losses.slice(losses[number]))
      .map(({ lost, back }) => back - (GRADUAL.includes(kind) ? lost : begin))
    times[kind] = [...times[kind] ?? [], ...back]
    assert.deepEqual(problems, [])
  }

  for (let round = 0; round < rounds; round++) {
    test(`${round + 1}: ${kindOf(round)}`, async () => {
      await accident(round).catch(error => {
        error.message = `round ${round + 1}, NODE_SEED=${seed}: ${error.message}\n${room.balancer.log}`
        throw error
      })
    })
  }

  test('peers were back within five seconds of each accident', context => {
    for (const [kind, all] of Object.entries(times)) {
      if (all.length > 0) {
        context.diagnostic(`${kind}: ${all.length} losses, back after ${Math.round(percentile(all, 50))} ms, ` +
          `p99 ${Math.round(percentile(all, 99))} ms`)
      }
    }
    context.diagnostic(JSON.stringify({ ...totals, blocked: blocked.size, members: members.size }))
    const all = Object.values(times).flat()
    assert.ok(all.length === 0 || percentile(all, 99) < 5_000)
    assert.deepEqual(HARMLESS.flatMap(kind => times[kind] ?? []), [],
      'nobody has to come back where only nodes or the database are out of sight')
    assert.ok(totals.acknowledged > rounds && totals.refusedToEnter > rounds, JSON.stringify(totals))
  })
})
