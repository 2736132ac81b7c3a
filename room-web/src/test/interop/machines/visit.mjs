// What two people do in a room, in a process of its own, so that it can stand in the room's network:
// `visit.mjs ADDRESS HTTP-URL INVITE-LINK ALIAS`. Both claim the invite, one takes an alias, the page of the alias knows
// it, and a tunnel between them carries bytes.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { connectWire, newKeys, signAlias } from '../lib/wire.mjs'

const [address, site, link, alias] = process.argv.slice(2)
const room = `@${address.split('~shs:')[1]}.ed25519`
const BYTES = 100_000

async function ask (path, body) {
  const response = await fetch(new URL(path, site), {
    method: body ? 'POST' : 'GET',
    headers: { accept: 'application/json', ...body && { 'content-type': 'application/json' } },
    body: body && JSON.stringify(body)
  })
  return response.json()
}

async function join () {
  const keys = newKeys()
  const { status, error, multiserverAddress } = await ask('/invite/consume', { id: keys.id, invite: new URL(link).searchParams.get('invite') })
  assert.equal(status, 'successful', error)
  assert.match(multiserverAddress, /^net:[^\s~]+:[0-9]+~shs:[A-Za-z0-9+/]{43}=$/)
  const wire = await connectWire(address, { keys })
  return { keys, wire, attendants: wire.watch('room.attendants') }
}

const alice = await join()
const bob = await join()

const url = await alice.wire.call('room.registerAlias', alias, signAlias(alice.keys, room, alice.keys.id, alias))
assert.match(url, new RegExp(`/${alias}$`))
assert.equal((await ask(`/alias/${alias}?encoding=json`)).userId, alice.keys.id)

await alice.attendants.until(({ type, id, ids }) => type === 'joined' ? id === bob.keys.id : ids?.includes(bob.keys.id))
const tunnel = alice.wire.duplex('tunnel.connect', { portal: room, target: bob.keys.id })
const sent = randomBytes(BYTES)
tunnel.send(sent)
await tunnel.until(() => Buffer.concat(tunnel.items).length >= BYTES)
assert.deepEqual(Buffer.concat(tunnel.items), sent)

await Promise.all([alice.wire.close(), bob.wire.close()])
process.stdout.write(`${JSON.stringify({ alice: alice.keys.id, bob: bob.keys.id })}\n`)
