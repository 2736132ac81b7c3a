// ssb-room-client registers, consumes and revokes aliases of a room behind a domain with HTTPS.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { startAlcove } from './lib/room.mjs'
import { Domain } from './lib/domain.mjs'
import { Peer } from './lib/peer.mjs'
import { connectWire, keysFor, newKeys, signAlias } from './lib/wire.mjs'

const DOMAIN = 'room.test'
const RESTRICTED = 'this room is restricted: aliases are turned off'
const UNKNOWN = 'there is no such alias in this room'

let room
let domain
let owner
let observer
before(async () => {
  room = await startAlcove({ flags: ['--domain', DOMAIN] })
  domain = await Domain.start(DOMAIN, room)
  owner = await member()
  const keys = newKeys()
  await room.command('member', 'add', keys.id)
  observer = await connectWire(at(`127.0.0.1:${ssbPort()}`), { keys })
})
after(async () => {
  await observer?.close()
  await owner?.stop()
  await domain?.stop()
  await room?.stop()
})

const at = port => `net:${port}~shs:${room.id.slice(1, -'.ed25519'.length)}`
const ssbPort = () => /:(\d+)~/.exec(room.address)[1]

/** A peer that knows the room by its domain. */
const peer = () => Peer.start('modern/peer', domain.network)

/** One that is a member and in the room, by an address that no link has. */
async function member () {
  const started = await peer()
  await room.command('member', 'add', started.id)
  await started.enter(room, at(`127.0.0.1:${ssbPort()}`))
  await started.do('knows', room.id)
  return started
}

/** What a client says when it cannot do something. */
const refusal = promise => promise.then(
  value => assert.fail(`answered ${JSON.stringify(value)}`),
  error => error.message.replace(/^modern\/peer \w+: /, ''))

const register = (who, name) => who.do('register', room.id, room.alias(name))
const revoke = (who, name) => who.do('revoke', room.id, name)

/** The alias leads the consumer to its owner, and data go through the tunnel. */
async function assertLeads (consumer, link, target = owner) {
  assert.equal(await consumer.do('consume', link), target.id)
  const echo = await consumer.do('echo', target.id, 50_000)
  assert.equal(echo.received, echo.sent)
}

/** The names that the room lists for somebody; clients never ask for it. */
const names = who => observer.call('room.listAliases', who.id)

const setMode = mode => room.command('setting', 'set', 'privacy-mode', mode)

describe('registering', () => {
  test('the link has the form that the room is set to', async () => {
    assert.equal(await register(owner, 'osprey'), `https://${DOMAIN}/alias/osprey`)
    await room.command('setting', 'set', 'alias-form', 'subdomain')
    assert.equal(await register(owner, 'osprey'), `https://osprey.${DOMAIN}`)
    assert.deepEqual((await room.list('alias', 'list')).map(({ name, owner: by }) => [name, by]), [['osprey', owner.id]])
    assert.deepEqual(await names(owner), ['osprey'])
  })

  test('a name that somebody else has is taken', async context => {
    const other = await member()
    context.after(() => other.stop())
    assert.equal(await refusal(register(other, 'osprey')), 'alias ("osprey") is already taken')
  })

  test('a name that is no label is invalid', async () => {
    const expected = '(expected 1 to 63 characters a-z, 0-9 and inner hyphens, beginning with a letter)'
    for (const name of ['', '-kite', 'kite-', '1kite', 'ki_te', 'kite.kite', 'k'.repeat(64), 'küken']) {
      assert.equal(await refusal(owner.do('register', room.id, name)),
        `registerAlias: invalid alias: "${name}" ${expected}`)
    }
    assert.equal(await refusal(register(owner, 'Kite')), 'registerAlias: invalid alias: "Kite" has upper-case ' +
      'letters; the signature covers the name as typed, sign it in lower case')
  })

  test("names of the room's own pages and of the domain's owner are reserved", async () => {
    for (const name of ['join', 'invite', 'login', 'create-invite', 'notice', 'assets', 'setup', 'healthz', 'admin', 'www', 'mx2', 'xn--kken-0ra']) {
      assert.equal(await refusal(owner.do('register', room.id, name)),
        `registerAlias: invalid alias: "${name}" is reserved by the room`)
    }
  })

  test('a signature of another name, of another key or of nothing is refused', async () => {
    const name = room.alias('harrier')
    const call = signature => refusal(owner.do('call', room.id, 'room.registerAlias', name, signature))
    const elsewhere = keysFor('a key of somebody else')
    assert.equal(await call(signAlias(elsewhere, room.id, owner.id, name)), 'registerAlias: invalid signature')
    assert.equal(await call(signAlias(elsewhere, room.id, elsewhere.id, name)), 'registerAlias: invalid signature')
    for (const malformed of ['', 'harrier', `${'A'.repeat(86)}==`.slice(4)]) {
      assert.equal(await call(malformed),
        'registerAlias: invalid signature: expected 64 bytes as BASE64.sig.ed25519')
    }
    assert.match(await refusal(owner.do('call', room.id, 'room.registerAlias', name)), /^registerAlias: expected /)
    assert.deepEqual(await names(owner), ['osprey'])
  })

  test('a member has no more names than the room is set to', async context => {
    const other = await member()
    context.after(() => other.stop())
    await room.command('setting', 'set', 'aliases-per-member', '2')
    await register(other, 'merlin')
    await register(other, 'kestrel')
    assert.equal(await refusal(register(other, 'buzzard')),
      'registerAlias: too many aliases: a member has at most 2')
    assert.equal(await revoke(other, 'merlin'), true)
    await register(other, 'buzzard')
  })

  test('whoever is no member of a community is refused', async context => {
    const external = await peer()
    context.after(() => external.stop())
    await external.enter(room, at(`127.0.0.1:${ssbPort()}`))
    await external.do('knows', room.id)
    assert.equal(await refusal(register(external, 'vulture')),
      'registerAlias: only members of this room register aliases')
  })
})

describe('consuming', () => {
  test('every form of the link leads an external peer to the owner, by URL and by SSB URI', async context => {
    const page = await room.page('/alias/osprey', { host: DOMAIN })
    const uri = /ssb:experimental\?[^"]*/.exec(page)[0].replaceAll('&amp;', '&')
    const links = [`osprey.${DOMAIN}`, `${DOMAIN}/osprey`, `https://OSPREY.${DOMAIN}/`, `https://${DOMAIN}/alias/osprey`, uri]
    const consumers = await Promise.all(links.map(peer))
    context.after(() => Promise.all(consumers.map(each => each.stop())))
    for (const [index, consumer] of consumers.entries()) {
      await assertLeads(consumer, links[index])
      assert.deepEqual(consumer.all('discovered'), [])
    }
  })

  for (const kind of ['member', 'external peer']) {
    test(`${kind} that is in the room under another of its names consumes an alias, and stays`, async context => {
      const consumer = kind === 'member' ? await member() : await peer()
      context.after(() => consumer.stop())
      if (kind !== 'member') await consumer.enter(room, at(`127.0.0.1:${ssbPort()}`))

      await assertLeads(consumer, `osprey.${DOMAIN}`)

      assert.deepEqual(consumer.all('closed'), [])
      assert.equal(typeof await consumer.do('call', room.id, 'tunnel.ping'), 'number')
      if (kind === 'member') {
        const newcomer = await member()
        context.after(() => newcomer.stop())
        await consumer.until('discovered', ({ id }) => id === newcomer.id)
        await newcomer.reach(consumer)
      }
    })
  }

  test('a name that nobody has is told in words', async context => {
    const consumer = await peer()
    context.after(() => consumer.stop())
    room.alias('condor')
    for (const link of [`condor.${DOMAIN}`, `${DOMAIN}/condor`, `https://${DOMAIN}/alias/condor`]) {
      assert.equal(await refusal(consumer.do('consume', link)), UNKNOWN)
    }
  })

  test('an owner who is not there is told as that', async context => {
    const absent = await member()
    context.after(() => absent.stop())
    await register(absent, 'swift')
    await absent.stop()
    const consumer = await peer()
    context.after(() => consumer.stop())
    assert.match(await refusal(consumer.do('consume', `swift.${DOMAIN}`)), /^alias appears to be offline \(swift\): /)
  })
})

describe('revoking', () => {
  test('a revoked name leads nowhere, and anybody may have it next', async context => {
    const [former, next, consumer] = await Promise.all([member(), member(), peer()])
    context.after(() => Promise.all([former, next, consumer].map(each => each.stop())))
    await register(former, 'falcon')
    assert.equal(await revoke(former, 'falcon'), true)
    assert.equal(await refusal(consumer.do('consume', `falcon.${DOMAIN}`)), UNKNOWN)
    assert.equal(await refusal(revoke(former, 'falcon')), UNKNOWN)
    await register(next, 'falcon')
    await assertLeads(consumer, `falcon.${DOMAIN}`, next)
  })

  test('a name that the operator revokes is kept for its last owner', async context => {
    const [former, next] = await Promise.all([member(), member()])
    context.after(() => Promise.all([former.stop(), next.stop()]))
    await register(former, 'goshawk')
    await room.command('alias', 'revoke', 'goshawk')
    assert.equal(await refusal(register(next, 'goshawk')), 'alias ("goshawk") is already taken')
    await register(former, 'goshawk')
  })

  test("another's name stays", async context => {
    const other = await member()
    context.after(() => other.stop())
    assert.equal(await refusal(revoke(other, 'osprey')),
      'revokeAlias: not your alias (moderators revoke those of others)')
  })
})

describe('a restricted room', () => {
  test('neither registers nor resolves names; its members list and revoke their own', async context => {
    const consumer = await member()
    context.after(() => consumer.stop())
    await register(consumer, 'hobby')
    await setMode('restricted')
    context.after(() => setMode('community'))

    assert.equal(await refusal(register(owner, 'eagle')), `registerAlias: ${RESTRICTED}`)
    for (const link of [`osprey.${DOMAIN}`, `${DOMAIN}/osprey`, `https://${DOMAIN}/alias/osprey`]) {
      assert.equal(await refusal(consumer.do('consume', link)), RESTRICTED)
    }
    assert.deepEqual(await names(consumer), ['hobby'])
    assert.equal(await revoke(consumer, 'hobby'), true)
    assert.deepEqual(await names(consumer), [])

    await setMode('community')
    await assertLeads(consumer, `osprey.${DOMAIN}`)
  })
})
