// What peers that are no members see of a room, and what they cannot do there.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { startAlcove } from './lib/room.mjs'
import { startPeers } from './lib/peer.mjs'
import { connectWire, newKeys } from './lib/wire.mjs'
import { Relay } from './lib/relay.mjs'

const refusal = promise => promise.then(
  value => assert.fail(`answered ${JSON.stringify(value)}`), error => error.message)

/** The first three messages of the handshake are the clients' two and the room's serverHello of 64 bytes. */
const SERVER_HELLO = 64

describe('a community', () => {
  let room
  let member
  let external
  before(async () => {
    room = await startAlcove()
    const keys = newKeys()
    await room.command('member', 'add', keys.id)
    member = await connectWire(room.address, { keys })
    external = await connectWire(room.address)
  })
  after(async () => {
    await Promise.all([member, external].map(client => client?.close()))
    await room?.stop()
  })

  test('is what a new room is', async () => {
    assert.equal((await room.command('setting', 'get', 'privacy-mode')).trim(), 'community')
  })

  test('tells a member from others, and does not say that it is a room of the first version', async () => {
    for (const [client, membership] of [[member, true], [external, false]]) {
      const metadata = await client.call('room.metadata')
      assert.equal(metadata.membership, membership)
      assert.deepEqual(await client.call('tunnel.isRoom'), metadata)
      assert.ok(!metadata.features.includes('room1'))
      for (const feature of ['tunnel', 'room2', 'alias', 'httpAuth', 'httpInvite']) assert.ok(metadata.features.includes(feature), feature)
    }
  })

  test('shows attendants and members to members only', async () => {
    const { ids } = await member.watch('room.attendants').until(({ type }) => type === 'state')
    assert.deepEqual(ids, [member.id])
    assert.deepEqual((await member.collect('room.members')).flat().map(({ id }) => id), [member.id])

    const { message } = await external.watch('room.attendants').end()
    assert.equal(message, 'external user are not allowed to enumerate members')
    // An error here would end the process of an app of the first rooms.
    assert.deepEqual(await external.collect('tunnel.endpoints'), [[]])
    assert.match(await refusal(external.collect('room.members')), /^external users are not allowed to list members/)
  })

  test('takes nobody from outside for an attendant or a target', async () => {
    assert.match(await refusal(external.call('tunnel.announce')), /external users are not allowed to attend/)
    const { message } = await member.duplex('tunnel.connect', { target: external.id, portal: room.id }).end()
    assert.equal(message, `could not connect to:${external.id}`)
    assert.deepEqual(external.tunnels, [])
  })

  test('lets a peer from outside reach a member', async () => {
    await member.watch('room.attendants').until(({ type }) => type === 'state')
    const tunnel = external.duplex('tunnel.connect', { target: member.id, portal: room.id })
    tunnel.send(Buffer.from('hello'))
    assert.equal((await tunnel.until(() => true)).toString(), 'hello')
    assert.equal(member.tunnels.at(-1)[0].origin, external.id)
  })

  test('gives a modern client from outside no attendants, and members do not discover it', async context => {
    const [outside, inside] = await startPeers('modern/peer', 'modern/peer')
    context.after(() => Promise.all([outside.stop(), inside.stop()]))
    await room.command('member', 'add', inside.id)
    await outside.enter(room)
    await outside.do('knows', room.id)
    await inside.enter(room)
    await inside.until('discovered', ({ id }) => id === member.id)
    assert.deepEqual(outside.all('discovered'), [])
    assert.deepEqual(inside.all('discovered').map(({ id }) => id), [member.id])
  })
})

describe('a restricted room', () => {
  let room
  let relay
  before(async () => {
    room = await startAlcove({ mode: 'restricted' })
    relay = await Relay.start(room.address)
  })
  after(async () => {
    await relay?.stop()
    await room?.stop()
  })

  test('turns a peer from outside away before serverAccept', async () => {
    const message = await refusal(connectWire(relay.address))
    assert.match(message, /^shs\.client: server hung up when we sent hello \(phase 3\)/)
    const connection = relay.connections.at(-1)
    await connection.ended
    assert.equal(connection.bytesFromRoom, SERVER_HELLO)
  })

  test('lets a member in, who sees attendants and no alias feature', async () => {
    const keys = newKeys()
    await room.command('member', 'add', keys.id)
    const member = await connectWire(relay.address, { keys })
    const metadata = await member.call('room.metadata')
    assert.equal(metadata.membership, true)
    assert.ok(!metadata.features.includes('alias'))
    assert.ok(!metadata.features.includes('room1'))
    const { ids } = await member.watch('room.attendants').until(({ type }) => type === 'state')
    assert.deepEqual(ids, [member.id])
    assert.ok(relay.connections.at(-1).bytesFromRoom > SERVER_HELLO)
    await member.close()
  })
})
