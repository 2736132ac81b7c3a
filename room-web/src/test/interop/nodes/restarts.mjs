// Restarts of all nodes, one after the other, under peers and visitors that come by the balancer.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { eventually } from '../lib/time.mjs'
import { leading } from './balancer.mjs'
import { Peer, percentile, Visitors } from './crowd.mjs'
import { top } from './ports.mjs'

const COMMUTERS = 40

/**
 * The tests, in a suite with three nodes.
 * @param company gives the room
 */
export function restartTests (company) {
  /** Peers lose their connection so often at most, and are back at once; every page is answered. */
  async function disturbs (context, most, restart) {
    const { room } = company()
    const crowd = await Promise.all(Array.from({ length: COMMUTERS }, () => Peer.enter(room.address)))
    const visitors = new Visitors(12)

    await restart(room)

    await eventually('everybody to be back', async () => crowd.filter(peer => !peer.isIn).length, missing => missing === 0)
    await visitors.leave()
    await Promise.all(crowd.map(peer => peer.leave()))
    const gaps = crowd.flatMap(peer => peer.losses.map(({ lost, back }) => back - lost))
    context.diagnostic(`${visitors.asked} pages; ${gaps.length} losses of ${crowd.length} peers, ` +
      `back after ${Math.round(percentile(gaps, 50))} ms, p99 ${Math.round(percentile(gaps, 99))} ms`)
    assert.deepEqual(visitors.failures, [])
    const often = crowd.filter(peer => peer.losses.length > most)
    assert.equal(often.length, 0, `${often.length} peers lost their connection more often than ${most}`)
    assert.ok(percentile(gaps, 99) < 5_000, `${percentile(gaps, 99)} ms`)
  }

  test('all nodes are restarted one after the other: every page is answered, and peers are back at once', context =>
    disturbs(context, 2, async room => {
      for (const node of room.nodes) {
        assert.equal(await node.end(), 143)
        await node.start()
        await room.whole()
      }
    }))

  test('the same with a fresh node that is started first, as the recipe says: each peer loses its connection once', context =>
    disturbs(context, 1, async room => {
      const recipe = readFileSync(`${top}docs/operating/nodes.md`, 'utf8')
      assert.ok(recipe.includes(leading('$1', '$2')), 'what the balancer is told here stands in the recipe')
      const old = [...room.nodes]
      const last = old.at(-1)
      const fresh = room.places.find(node => !old.includes(node))

      const join = async node => {
        await room.add(node)
        await room.whole()
        await room.balancer.lead(node.number, 'ready')
      }
      await join(fresh)
      for (const node of old) await room.balancer.lead(node.number, 'drain')
      for (const node of old) {
        assert.equal(await room.remove(node), 143)
        if (node !== last) await join(node)
      }
      await room.balancer.lead(last.number, 'maint')
      await room.whole()
    }))
}
