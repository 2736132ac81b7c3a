// Alcove is killed again and again while people and operators make changes, and started again on the same data: what it
// has acknowledged is there, what it has not answered is there as a whole or not at all, and no invite is spent twice.
// `CRASH_ROUNDS` says how often; `CRASH_SEED` repeats the plan of an earlier run (not its timing).
import { after, afterEach, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { setTimeout as delay } from 'node:timers/promises'
import { control } from '../lib/control.mjs'
import { Dice } from '../lib/dice.mjs'
import { Ledger } from '../lib/ledger.mjs'
import { startAlcove } from '../lib/room.mjs'
import { within } from '../lib/time.mjs'
import { blocked, invited, memberBy, Traffic } from '../lib/traffic.mjs'
import { newKeys } from '../lib/wire.mjs'

const rounds = Number(process.env.CRASH_ROUNDS ?? 100)
const seed = process.env.CRASH_SEED ?? `${Date.now()}`
const ROUNDS_PER_TEST = 10
const MOST_CHANGES = 30

describe(`a room that is killed ${rounds} times, with CRASH_SEED=${seed}`, () => {
  const admin = newKeys().id
  const totals = { acknowledged: 0, unclear: 0, unclearDone: 0 }
  let room
  let id
  let ledger
  let traffic
  let onAcknowledged = () => {}

  before(async () => {
    room = await startAlcove({ mode: 'community', environment: { ALCOVE_ADMIN: admin } })
    id = room.id
    ledger = new Ledger(() => {
      totals.acknowledged++
      onAcknowledged()
    })
    traffic = new Traffic(room, ledger)
    await ledger.change([{ [admin]: 'admin by null' }], async () => ({ [admin]: 'admin by null' }))
    await room.kill()
  })
  afterEach(() => room.kill())
  after(() => room?.dispose(0))

  const direct = async (...words) => JSON.parse(await control(room.data, ...words, '--json'))

  /** All that is in the room, as the ledger names it. */
  async function found (list) {
    const kinds = {}
    for (const kind of ['member', 'block', 'alias', 'invite']) kinds[kind] = await list(kind, 'list')
    const facts = new Map()
    for (const { id, role, invite } of kinds.member) {
      facts.set(id, role === 'member' ? memberBy(invite) : `${role} by ${invite}`)
    }
    for (const { id, reason } of kinds.block) {
      assert.ok(!facts.has(id), `${id} is a member and blocked`)
      facts.set(id, blocked(reason))
    }
    for (const { name, owner, signature } of kinds.alias) facts.set(`alias ${name}`, `${owner} ${signature}`)
    for (const { label, claims, ...invite } of kinds.invite) {
      facts.set(`invite ${label}`, invited({ ...invite, claims: claims.map(({ by }) => by) }))
      assert.equal(claims.length, invite.uses - invite.usesLeft)
      const came = kinds.member.filter(member => member.invite === invite.id)
      assert.ok(came.length <= invite.uses, `${came.length} members by invite ${invite.id}`)
    }
    return facts
  }

  function compare (facts) {
    const { all, done } = ledger.compare(facts)
    totals.unclear += all
    totals.unclearDone += done
  }

  async function killWhileItStarts (dice) {
    room.launch()
    const ready = room.ready().catch(() => {})
    await Promise.race([delay(dice.below(1500)), ready])
    await room.kill()
    await ready
  }

  /** Everybody makes changes until the room dies, which it does after so many that it has acknowledged. */
  async function killAtWork (round) {
    const dice = new Dice(`${seed} ${round}`)
    let left = dice.below(MOST_CHANGES)
    let killed = false
    const kill = async () => {
      // Right after an answer, or while the next changes are under way.
      if (dice.once(2)) await delay(dice.below(15))
      killed = true
      await room.kill()
    }
    const enough = new Promise(resolve => {
      onAcknowledged = () => { if (left-- === 0) resolve(kill()) }
    })

    const goOn = async (name, step) => {
      const own = new Dice(`${seed} ${round} ${name}`)
      while (!killed) {
        try {
          await step(own)
        } catch (error) {
          if (!killed || error instanceof assert.AssertionError) throw error
        }
      }
    }
    const command = round % 5 === 0 ? (...words) => room.command(...words) : undefined
    const lanes = Promise.all([
      goOn('guests', own => traffic.invites(own)),
      goOn('more guests', own => traffic.invites(own)),
      goOn('operator', own => traffic.blocks(own, command)),
      goOn('alias owner', own => traffic.aliases(own))
    ])
    await within(120_000, `round ${round}`, Promise.all([lanes, enough]), () => room.log)
    onAcknowledged = () => {}
  }

  async function oneRound (round) {
    const dice = new Dice(`${seed} check ${round}`)
    if (dice.once(8)) await killWhileItStarts(dice)
    if (round % ROUNDS_PER_TEST === 0) compare(await found((...words) => room.list(...words)))
    await room.startAgain()
    assert.equal(room.id, id)
    compare(await found(direct))
    await traffic.claimAgain()
    await traffic.lookUp(dice)
    await killAtWork(round)
  }

  for (let first = 1; first <= rounds; first += ROUNDS_PER_TEST) {
    const last = Math.min(first + ROUNDS_PER_TEST - 1, rounds)
    test(`has all it acknowledged after crashes ${first} to ${last}`, async () => {
      for (let round = first; round <= last; round++) {
        await oneRound(round).catch(error => {
          error.message = `round ${round}, CRASH_SEED=${seed}: ${error.message}`
          throw error
        })
      }
      await room.startAgain()
      compare(await found(direct))
    })
  }

  test('was asked for changes, and left some unanswered', context => {
    context.diagnostic(JSON.stringify(totals))
    assert.ok(totals.acknowledged >= rounds, JSON.stringify(totals))
  })
})
