// What servers write tells nobody who was there: the last file, because it reads the logs of all the others.
import { describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { startAlcove } from './lib/room.mjs'
import { leaks, servers } from './lib/server-log.mjs'
import { connectWire, newKeys } from './lib/wire.mjs'

describe('the search for what must not be in a log', () => {
  const token = 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA'
  const key = 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA='
  const log = 'DEBUG PeerConnection:'
  const found = (line, stream = 'err') => leaks({
    name: 'planted',
    out: stream === 'out' ? [line] : [],
    err: stream === 'err' ? [`2026-01-02 03:04:05.678 ${line}`] : [],
    secrets: [{ kind: 'alias', text: 'pelican' }, { kind: 'invite', text: 'short-token' }]
  })

  for (const line of [
    `${log} 127.0.0.1 hung up`,
    `${log} /192.0.2.7:40312 hung up`,
    `${log} from 0:0:0:0:0:0:0:1`,
    `${log} from [::1]:40312`,
    `${log} from 2001:db8::7`,
    `${log} from 2001:db8:0:0:0:0:0:7`,
    `${log} @${key}.ed25519 closed`,
    `${log} net:127.0.0.1:8008~shs:${key}`,
    `${log} invite=${token}`,
    `${log} short-token`,
    `${log} ${Buffer.from(key, 'base64').toString('hex')}`,
    `${log} no alias pelican`,
    `${log} GET /alias/Pelican HTTP/1.1`,
    'WARN  StartingVertx: a thread has been blocked: vert.x-eventloop-thread-0 waits, 2013 ms so far',
    'ERROR Site: fault while answering a request'
  ]) {
    test(`finds: ${line}`, () => assert.notDeepEqual(found(line), []))
  }

  for (const line of [
    'java.lang.IllegalStateException: boom',
    '\tat alcove.web.Site.router(Site.java:1)',
    '\tat java.base/java.lang.Thread.run(Thread.java:1474)',
    'Caused by: java.io.IOException',
    'Exception in thread "main" java.lang.Error'
  ]) {
    test(`finds: ${line.trim()}`, () => assert.notDeepEqual(
      leaks({ name: 'planted', out: [], err: [line], secrets: [] }), []))
  }

  test('finds a room key on standard output elsewhere than in its addresses', () => {
    assert.notDeepEqual(found(`the room is @${key}.ed25519`, 'out'), [])
    assert.deepEqual(found(`net:127.0.0.1:8008~shs:${key}`, 'out'), [])
  })

  test('finds a printed setup token in the log', () => {
    const printed = 'http://localhost:3000/setup?token=a-token'
    const search = err => leaks({ name: 'planted', out: [printed], err, secrets: [] })
    assert.deepEqual(search([`${log} fine`]), [])
    assert.notDeepEqual(search([`${log} GET /setup?token=a-token`]), [])
  })

  for (const line of [
    `${log} @q83vEj closed: TIMEOUT`,
    'INFO  RunningRoom: ready: peers on port 8008, browsers on port 3000, crypto libsodium 1.0.18, transport epoll',
    'INFO  RunningRoom: Alcove 0.1.0-SNAPSHOT, Java 25.0.3+9-LTS, 2 processors, heap at most 7956 MiB',
    "INFO  Identity: created the room's identity in /tmp/interop-room-q0Vab9/secret: back it up, losing it loses the room",
    `${log} since 2026-01-02T03:04:05Z, pelicans`
  ]) {
    test(`lets pass: ${line}`, () => assert.deepEqual(found(line), []))
  }
})

const FROM = ['203.0.113.77', '2001:db8::77', '203.0.113.78:4711']

/** Sends bytes to a port, and waits until the other side has closed. */
const send = (port, bytes) => new Promise(resolve => {
  const socket = connect(port, '127.0.0.1', () => socket.end(bytes))
  socket.on('error', () => {}).on('close', resolve).resume()
})

/** The header of PROXY protocol v2, for a peer at 203.0.113.79. */
const proxied = Buffer.from('0d0a0d0a000d0a515549540a2111000ccb00714f7f00000115b31f48', 'hex')

/** Asks for what is not there, in ways that clients and attackers have. */
async function pester (room) {
  const ssbPort = Number(/:(\d+)~/.exec(room.address)[1])
  const unknown = randomBytes(32).toString('base64url')
  room.serverLog.secret('invite', unknown)
  room.alias('pelican')
  const paths = ['/alias/pelican', '/pelican?encoding=json', `/join?invite=${unknown}`, `/setup?token=${unknown}`,
    '/nothing/here', '/%', `/${'x'.repeat(9000)}`]
  for (const forwarded of FROM) {
    for (const path of paths) {
      await fetch(room.url(path), { headers: { 'x-forwarded-for': forwarded, forwarded: `for="${forwarded}"` } })
    }
    await fetch(room.url('/invite/consume'), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': forwarded },
      body: JSON.stringify({ id: newKeys().id, invite: unknown })
    })
  }
  for (const bytes of [randomBytes(64), randomBytes(200), Buffer.from('GET / HTTP/1.1\r\n\r\n'), proxied,
    Buffer.concat([proxied, randomBytes(64)])]) {
    await send(ssbPort, bytes)
    await send(room.httpPort, bytes)
  }
}

describe('servers that log all they can', () => {
  for (const [name, flags] of Object.entries({
    'behind a proxy that is trusted': [],
    'behind one that is not': ['--trusted-proxy', '192.0.2.1/32'],
    'with PROXY protocol': ['--proxy-protocol'],
    'with PROXY protocol from one that is not trusted': ['--proxy-protocol', '--trusted-proxy', '192.0.2.1/32']
  })) {
    test(`${name}, pestered, tell of no address and of no secret`, async context => {
      const room = await startAlcove({ flags })
      context.after(() => room.stop())
      await pester(room)
      if (!flags.includes('--proxy-protocol')) await refusedAndBlocked(room)
      assert.deepEqual(servers().filter(server => room.serverLog.folder.endsWith(server.name)).flatMap(leaks), [])
    })
  }

  async function refusedAndBlocked (room) {
    const keys = newKeys()
    const peer = await connectWire(room.address, { keys })
    await assert.rejects(peer.call('room.registerAlias', room.alias('spoonbill'), 'nonsense'))
    await room.command('block', 'add', keys.id, '--reason', 'noise')
    await peer.ended
    await assert.rejects(connectWire(room.address, { keys }))
  }
})

test('no server of any test has written what it must not', () => {
  const all = servers()
  assert.ok(all.some(({ err }) => err.some(line => line.includes(' DEBUG '))), 'no server has logged at debug level')
  assert.deepEqual(all.flatMap(leaks), [])
})
