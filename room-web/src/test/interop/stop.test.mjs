// A room that is told to stop while sixty people claim an invite: what it has done, it also says.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Agent, request } from 'node:http'
import { json } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { startAlcove } from './lib/room.mjs'
import { newKeys } from './lib/wire.mjs'

const CLAIMS = 60
let room
before(async () => { room = await startAlcove({ mode: 'community' }) })
after(() => room?.stop())

/** What is answered to a claim; null if the connection ends instead. */
function claim (id, invite, agent) {
  return new Promise(resolve => {
    request(room.url('/invite/consume'), { method: 'POST', agent, headers: { 'content-type': 'application/json' } },
      answer => json(answer).then(resolve, () => resolve(null)))
      .on('error', () => resolve(null))
      .end(JSON.stringify({ id, invite }))
  })
}

for (const wait of [20, 200]) {
  test(`claims that are under way ${wait} ms before the stop are answered if they are made`, async () => {
    const invite = room.invited(await room.createInvite('--uses', `${CLAIMS}`))
    const ids = Array.from({ length: CLAIMS }, () => newKeys().id)
    const agent = new Agent({ maxSockets: CLAIMS })
    const claims = ids.map(id => claim(id, invite, agent))
    await delay(wait)
    const begin = Date.now()
    await room.end()
    const took = Date.now() - begin
    const answers = await Promise.all(claims)
    agent.destroy()
    await room.startAgain()

    const members = JSON.parse(await room.command('member', 'list', '--json')).map(({ id }) => id)
    const made = ids.filter(id => members.includes(id))
    const told = ids.filter((_, i) => answers[i]?.status === 'successful')
    assert.deepEqual(told.sort(), made.sort())
    assert.ok(took < 10_000, `${took} ms to stop`)
  })
}
