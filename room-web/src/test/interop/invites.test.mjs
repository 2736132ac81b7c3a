// ssb-http-invite-client claims invites, of a room behind a domain with HTTPS and of one without.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { startAlcove } from './lib/room.mjs'
import { Domain } from './lib/domain.mjs'
import { Peer } from './lib/peer.mjs'

const DOMAIN = 'room.test'

/** What a client says when it cannot do something. */
const refusal = promise => promise.then(
  value => assert.fail(`answered ${JSON.stringify(value)}`),
  error => error.message.replace(/^modern\/peer \w+: /, ''))

const membership = async (peer, room) => (await peer.do('call', room.id, 'room.metadata')).membership

/** What the operator sees of the invite that was created last. */
const newest = async room => (await room.list('invite', 'list'))[0]

describe('a community behind a domain', () => {
  let room
  let domain
  before(async () => {
    room = await startAlcove({ flags: ['--domain', DOMAIN] })
    domain = await Domain.start(DOMAIN, room)
  })
  after(async () => {
    await domain?.stop()
    await room?.stop()
  })

  /** Peers that know the room by its domain, as many as there are names for them. */
  async function peers (context, count) {
    const started = await Promise.all(Array.from({ length: count }, () => Peer.start('modern/peer', domain.network)))
    context.after(() => Promise.all(started.map(peer => peer.stop())))
    return started
  }

  test('whoever claims an invite is a member, and is one when it comes again', async context => {
    const [peer, member] = await peers(context, 2)
    const link = await room.createInvite('--label', 'for the wren')
    assert.match(link, /^https:\/\/room\.test\/join\?invite=[\w-]{43}$/)
    await room.command('member', 'add', member.id)
    await Promise.all([peer.enter(room), member.enter(room)])
    assert.equal(await membership(peer, room), false)

    assert.equal(await peer.do('claim', link), room.address)

    assert.equal(await membership(peer, room), true)
    await member.until('discovered', ({ id }) => id === peer.id)
    assert.equal(await room.role(peer.id), 'member')
    const { state, usesLeft, claims } = await newest(room)
    assert.deepEqual([state, usesLeft, claims.map(({ by }) => by)], ['spent', 0, [peer.id]])

    await peer.do('hangUp', room.id)
    await peer.until('closed', ({ id }) => id === room.id)
    await peer.enter(room)
    assert.equal(await membership(peer, room), true)
    await peer.reach(member)
  })

  test('a spent invite is refused to everybody', async context => {
    const [first, second] = await peers(context, 2)
    const link = await room.createInvite()
    await first.do('claim', link)
    assert.equal(await refusal(second.do('claim', link)), 'this invite was used already')
    assert.equal(await refusal(first.do('claim', link)), 'this invite was used already')
    assert.equal(await room.role(second.id), null)
  })

  test('an invite is claimed by its SSB URI and by the link that other rooms write', async context => {
    const [first, second] = await peers(context, 2)
    const link = await room.createInvite('--uses', '2')
    const secret = room.invited(link)
    const page = await room.page(`/join?invite=${secret}`, { host: DOMAIN, 'x-forwarded-proto': 'https' })
    const uri = /ssb:experimental\?[^"]*/.exec(page)[0].replaceAll('&amp;', '&')
    assert.equal(await first.do('claim', uri), room.address)
    assert.equal(await second.do('claim', `https://${DOMAIN}/join?token=${secret}`), room.address)
    assert.equal(await room.role(first.id), 'member')
    assert.equal(await room.role(second.id), 'member')
  })

  test('a member is welcome and spends nothing', async context => {
    const [member, newcomer] = await peers(context, 2)
    await room.command('member', 'add', member.id)
    const link = await room.createInvite()
    assert.equal(await member.do('claim', link), room.address)
    assert.equal((await newest(room)).usesLeft, 1)
    assert.equal(await newcomer.do('claim', link), room.address)
    assert.equal(await room.role(newcomer.id), 'member')
  })

  test('one that never was, one that is over and one that was revoked are told apart', async context => {
    const [peer] = await peers(context, 1)
    const unknown = `https://${DOMAIN}/join?invite=${'A'.repeat(42)}E`
    assert.equal(await refusal(peer.do('claim', unknown)), 'there is no such invite')
    assert.equal(await refusal(peer.do('claim', `https://${DOMAIN}/join?invite=nonsense`)), 'there is no such invite')
    assert.equal(await refusal(peer.do('claim', `https://${DOMAIN}/join`)), 'there is no such invite')

    const short = await room.createInvite('--expires', '2s')
    while ((await newest(room)).state !== 'expired') await pause(100)
    assert.equal(await refusal(peer.do('claim', short)), 'this invite has expired')

    const revoked = await room.createInvite()
    await room.command('invite', 'revoke', String((await newest(room)).id))
    assert.equal(await refusal(peer.do('claim', revoked)), 'this invite was revoked')

    const renewed = await room.createInvite()
    const number = String((await newest(room)).id)
    const other = (await room.command('invite', 'new-link', number)).trim().split('\n').at(-1)
    room.invited(other)
    assert.equal(await refusal(peer.do('claim', renewed)), 'there is no such invite')
    assert.equal(await room.role(peer.id), null)
    assert.equal(await peer.do('claim', other), room.address)
  })

  test('a blocked key claims nothing, and the invite is still there for others', async context => {
    const [blocked, other] = await peers(context, 2)
    await room.command('block', 'add', blocked.id)
    const link = await room.createInvite()
    assert.equal(await refusal(blocked.do('claim', link)), 'this key is blocked in this room')
    assert.equal(await other.do('claim', link), room.address)
  })
})

describe('a room on this machine, without a domain', () => {
  test('an invite is claimed over plain HTTP, and lets its claimant into a restricted room', async context => {
    const room = await startAlcove({ mode: 'restricted' })
    context.after(() => room.stop())
    const peer = await Peer.start('modern/peer')
    context.after(() => peer.stop())
    await assert.rejects(peer.enter(room), /\(phase 3\)/)
    const link = await room.createInvite()
    assert.ok(link.startsWith(room.url('/join?invite=')), link)

    await peer.enter(room, await peer.do('claim', link))

    assert.equal(await membership(peer, room), true)
  })

  test('a visitor of an open room creates an invite as other rooms let it, and another claims it', async context => {
    const room = await startAlcove({ mode: 'open' })
    context.after(() => room.stop())
    const peer = await Peer.start('modern/peer')
    context.after(() => peer.stop())
    const create = () => fetch(room.url('/create-invite'), { method: 'POST', headers: { accept: 'application/json' } })
    const { url } = await (await create()).json()
    room.invited(url)
    assert.equal(await peer.do('claim', url), room.address)
    assert.equal(await room.role(peer.id), 'member')

    await room.command('setting', 'set', 'privacy-mode', 'community')
    const refused = await create()
    assert.deepEqual(await refused.json(), { status: 'error', error: 'only members of this room invite' })
    assert.equal(refused.status, 200)
  })
})
