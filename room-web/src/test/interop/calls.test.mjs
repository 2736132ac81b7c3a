// What the room answers to single calls of the JavaScript muxrpc stack.
import { after, before, beforeEach, afterEach, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { startRoom } from './lib/room.mjs'
import { Peer } from './lib/peer.mjs'
import { connectWire, GUEST_SEED, keysOf } from './lib/wire.mjs'

const NOBODY = '@AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAI=.ed25519'

let room
before(async () => { room = await startRoom() })
after(() => room?.stop())

let wire
let others
beforeEach(async () => { others = []; wire = await connectWire(room.address) })
afterEach(() => Promise.all([wire, ...others].map(client => client.close())))

async function another (options) {
  const client = await connectWire(room.address, options)
  others.push(client)
  return client
}

const onlySecond = context => {
  if (room.first) context.skip('a first room has no room.* procedures')
  return room.first
}

const assertMilliseconds = time => {
  assert.equal(typeof time, 'number')
  assert.ok(Math.abs(time - Date.now()) < 60_000, `${time} is not now in milliseconds`)
}

const assertAlive = async client => assert.equal(typeof await client.call('tunnel.ping'), 'number')

const refusal = promise => promise.then(
  value => assert.fail(`answered ${JSON.stringify(value)}`), error => error.message)

/** An attendant whose tunnel.connect echoes and remembers its arguments. */
async function attendant () {
  const target = await another()
  const list = target.watch(room.first ? 'tunnel.endpoints' : 'room.attendants')
  await list.until(item => (item.ids ?? item).includes?.(target.id))
  return target
}

describe('about the room', () => {
  test('metadata and isRoom tell the same', async context => {
    if (onlySecond(context)) return
    const metadata = await wire.call('room.metadata')
    assert.deepEqual(await wire.call('tunnel.isRoom'), metadata)
    assert.equal(typeof metadata.name, 'string')
    assert.equal(typeof metadata.membership, 'boolean')
    for (const feature of ['tunnel', 'room1', 'room2', 'alias', 'httpAuth', 'httpInvite']) assert.ok(metadata.features.includes(feature), feature)
    assert.equal(new Set(metadata.features).size, metadata.features.length)
  })

  test('whoami is the id in the address', async context => {
    if (room.first) return context.skip('not asked of a first room')
    assert.deepEqual(await wire.call('whoami'), { id: room.id })
  })

  test('manifest lists what answers, and everything that clients call', async context => {
    if (onlySecond(context)) return
    const listed = Object.fromEntries(leaves(await wire.call('manifest')))
    const expected = {
      'gossip.ping': ['duplex'],
      'room.metadata': ['async'],
      'room.attendants': ['source'],
      'room.members': ['source'],
      'room.connect': ['duplex'],
      'room.ping': ['sync', 'async'],
      'tunnel.isRoom': ['async'],
      'tunnel.announce': ['sync', 'async'],
      'tunnel.leave': ['sync', 'async'],
      'tunnel.endpoints': ['source'],
      'tunnel.connect': ['duplex'],
      'tunnel.ping': ['sync', 'async'],
      'invite.use': ['async'],
      createHistoryStream: ['source'],
      manifest: ['sync', 'async'],
      whoami: ['sync', 'async']
    }
    for (const [path, types] of Object.entries(expected)) {
      assert.ok(types.includes(listed[path]), `${path} is listed as ${listed[path]}`)
    }
    for (const [path, type] of Object.entries(listed)) {
      const client = await another({ also: { path, type } })
      assert.doesNotMatch(await client.probe(path, type), /not in list of allowed methods/, path)
      await client.close()
    }
  })

  test('room.members lists ids and ends', async context => {
    if (onlySecond(context)) return
    for (const member of (await wire.collect('room.members')).flat()) {
      assert.match(member.id, /^@[A-Za-z0-9+/]{43}=\.ed25519$/)
    }
  })
})

describe('pings', () => {
  for (const path of ['tunnel.ping', 'room.ping']) {
    test(`${path} tells milliseconds`, async context => {
      if (path === 'room.ping' && onlySecond(context)) return
      assertMilliseconds(await wire.call(path))
    })
  }

  test('gossip.ping volleys milliseconds', async () => {
    const ping = wire.duplex('gossip.ping', { timeout: 300000 })
    for (let volley = 0; volley < 3; volley++) {
      ping.send(Date.now())
      assertMilliseconds(await ping.until((item, index) => index === volley))
    }
    ping.finish()
    await assertAlive(wire)
  })
})

describe('what a room does not do', () => {
  test('an unknown async method is refused in JavaScript words', async () => {
    assert.equal(await refusal(wire.call('no.such', 1)), 'method:no,such is not in list of allowed methods')
    assert.equal(await refusal(wire.call('nothing')), 'method:nothing is not in list of allowed methods')
  })

  test('an unknown source is refused in JavaScript words', async () => {
    assert.equal(await refusal(wire.collect('no.source')), 'method:no,source is not in list of allowed methods')
  })

  test('an unknown duplex is refused in JavaScript words', async () => {
    const { message } = await wire.duplex('no.duplex').end()
    assert.equal(message, 'method:no,duplex is not in list of allowed methods')
  })

  test('ebt.replicate is refused politely, as often as it is tried', async () => {
    for (let attempt = 0; attempt < 3; attempt++) {
      const ebt = wire.duplex('ebt.replicate', { version: 3, format: 'classic' })
      ebt.send({ [wire.id]: 1 })
      const { message } = await ebt.end()
      assert.equal(message, 'method:ebt,replicate is not in list of allowed methods')
    }
    await assertAlive(wire)
  })

  test('createHistoryStream is empty', async () => {
    assert.deepEqual(await wire.collect('createHistoryStream', { id: wire.id, sequence: 1, live: true }), [])
  })
})

describe('presence', () => {
  test('attendants tell the state once, the caller in it, and then who joins and leaves', async context => {
    if (onlySecond(context)) return
    const attendants = wire.watch('room.attendants')
    const state = await attendants.until(() => true)
    assert.equal(state.type, 'state')
    assert.ok(state.ids.includes(wire.id))

    const newcomer = await connectWire(room.address)
    newcomer.watch('room.attendants')
    await attendants.until(({ type, id }) => type === 'joined' && id === newcomer.id)
    await newcomer.close()
    await attendants.until(({ type, id }) => type === 'left' && id === newcomer.id)

    assert.equal(attendants.items.filter(({ type }) => type === 'state').length, 1)
    assert.deepEqual(
      attendants.items.filter(({ id }) => id === newcomer.id).map(({ type }) => type), ['joined', 'left'])
  })

  test('announce joins and leave leaves', async context => {
    if (onlySecond(context)) return
    const attendants = wire.watch('room.attendants')
    await attendants.until(({ type }) => type === 'state')
    const guest = await another()
    await guest.call('tunnel.announce')
    await attendants.until(({ type, id }) => type === 'joined' && id === guest.id)
    await guest.call('tunnel.leave')
    await attendants.until(({ type, id }) => type === 'left' && id === guest.id)
    await assertAlive(guest)
  })

  test('announce takes the null of ssb-tunnel', async () => {
    const guest = await another()
    await guest.call('tunnel.announce', null)
    const endpoints = wire.watch('tunnel.endpoints')
    await endpoints.until(ids => ids.includes(guest.id))
  })

  test('endpoints are whole lists with the caller in them', async () => {
    const endpoints = wire.watch('tunnel.endpoints')
    assert.ok((await endpoints.until(() => true)).includes(wire.id))
    const newcomer = await connectWire(room.address)
    newcomer.watch('tunnel.endpoints')
    await endpoints.until(ids => ids.includes(wire.id) && ids.includes(newcomer.id))
    await newcomer.close()
    await endpoints.until(
      (ids, index) => index === endpoints.items.length - 1 && !ids.includes(newcomer.id))
  })

  test('a subscriber of endpoints shows up among attendants', async context => {
    if (onlySecond(context)) return
    const attendants = wire.watch('room.attendants')
    await attendants.until(({ type }) => type === 'state')
    const legacy = await another()
    legacy.watch('tunnel.endpoints')
    await attendants.until(({ type, id }) => type === 'joined' && id === legacy.id)
  })

  test('whoever only connects is not an attendant', async context => {
    if (onlySecond(context)) return
    const silent = await another()
    await assertAlive(silent)
    const { ids } = await wire.watch('room.attendants').until(() => true)
    assert.ok(!ids.includes(silent.id))
  })
})

describe('the invite of a first room', () => {
  test('its guest key may use invites', async () => {
    const guest = await another({ keys: keysOf(GUEST_SEED) })
    assert.ok(await guest.call('invite.use', { feed: wire.id }))
  })

  test('two guests at once do not push each other out', async () => {
    const guests = [await another({ keys: keysOf(GUEST_SEED) }), await another({ keys: keysOf(GUEST_SEED) })]
    for (const guest of guests) assert.ok(await guest.call('invite.use', { feed: wire.id }))
    for (const guest of guests) assert.ok(!guest.closed)
  })

  test('its guest key is nobody in the room', async context => {
    if (onlySecond(context)) return
    const guest = await another({ keys: keysOf(GUEST_SEED) })
    await refusal(guest.call('tunnel.announce'))
    const { ids } = await wire.watch('room.attendants').until(() => true)
    assert.ok(!ids.includes(guest.id))
  })
})

describe('tunnels', () => {
  const hello = Buffer.from('a first handshake message, sent without waiting for anything')

  async function assertOpens (options, path = 'tunnel.connect') {
    const target = await attendant()
    const tunnel = wire.duplex(path, { target: target.id, ...options })
    tunnel.send(hello)
    assert.deepEqual(await tunnel.until(() => true), hello)
    assert.equal(target.tunnels.length, 1)
    return target.tunnels[0]
  }

  async function assertRefused (options) {
    const tunnel = wire.duplex('tunnel.connect', options)
    tunnel.send(hello)
    const error = await tunnel.end()
    assert.ok(error, 'the tunnel ended without an error')
    await assertAlive(wire)
    return error.message
  }

  const uniform = id => new RegExp(`^could not connect to:${room.first ? ' ' : ''}${id.replace(/[+.]/g, '\\$&')}$`)

  test('the target learns who calls and through which room', async () => {
    const [{ target, portal, origin }] = await assertOpens({ portal: room.id })
    assert.equal(target, others[0].id)
    assert.equal(portal, room.id)
    assert.equal(origin, wire.id)
  })

  test('room.connect is the same', async context => {
    if (onlySecond(context)) return
    const [{ origin }] = await assertOpens({ portal: room.id }, 'room.connect')
    assert.equal(origin, wire.id)
  })

  test('a missing portal is taken for this room', async () => {
    const [{ portal, origin }] = await assertOpens({})
    assert.equal(origin, wire.id)
    if (!room.first) assert.equal(portal, room.id)
  })

  test('a forged origin is replaced', async () => {
    const [{ origin }] = await assertOpens({ portal: room.id, origin: NOBODY })
    assert.equal(origin, wire.id)
  })

  test('whatever else the caller sends stays behind', async context => {
    if (onlySecond(context)) return
    const [options] = await assertOpens({ portal: room.id, instance: 7, address: '10.0.0.1' })
    assert.deepEqual(Object.keys(options).sort(), ['origin', 'portal', 'target'])
  })

  test('another portal is refused', async context => {
    if (onlySecond(context)) return
    const target = await attendant()
    await assertRefused({ target: target.id, portal: NOBODY })
    assert.equal(target.tunnels.length, 0)
  })

  test('nobody can be reached who is not there', async () => {
    assert.match(await assertRefused({ target: NOBODY, portal: room.id }), uniform(NOBODY))
  })

  test('nobody can be reached who is connected but no attendant', async () => {
    const silent = await another()
    await assertAlive(silent)
    assert.match(await assertRefused({ target: silent.id, portal: room.id }), uniform(silent.id))
  })

  test('the room is no target', async () => {
    assert.match(await assertRefused({ target: room.id, portal: room.id }), uniform(room.id))
  })

  test('a peer does not reach itself', async context => {
    if (onlySecond(context)) return
    await wire.watch('room.attendants').until(() => true)
    assert.match(await assertRefused({ target: wire.id, portal: room.id }), uniform(wire.id))
  })

  test('arguments that make no sense end the call only', async () => {
    for (const options of [null, {}, 'text', 7, { target: 7 }, { target: 'nonsense', portal: room.id }]) {
      if (room.first && typeof options !== 'object') continue
      await assertRefused(options)
    }
  })
})

describe('real clients in the room', () => {
  test('a modern client learns what kind of room this is', async context => {
    if (onlySecond(context)) return
    const peer = await Peer.start('modern/peer')
    context.after(() => peer.stop())
    await peer.enter(room)
    const data = await peer.do('room', room.address)
    assert.ok(data.name)
    assert.equal(data.type, 'room')
    assert.equal(data.openInvites, true)
    assert.equal(data.supportsRoom2, true)
  })

  test('a client with a database is not disturbed by a room without one', async context => {
    const peer = await Peer.start('modern/database')
    context.after(() => peer.stop())
    await peer.enter(room)
    await wire.watch('tunnel.endpoints').until(ids => ids.includes(peer.id))
    assert.equal(typeof await peer.do('call', room.id, 'tunnel.ping'), 'number')
    assert.deepEqual(peer.all('closed'), [])
  })
})

function leaves (manifest, path = []) {
  return Object.entries(manifest).flatMap(([name, value]) =>
    typeof value === 'object' ? leaves(value, [...path, name]) : [[[...path, name].join('.'), value]])
}
