// A client in Python that reads box by box: one for a packet's header, and as many as its body needs.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { startRoom } from './lib/room.mjs'
import { within } from './lib/time.mjs'
import { connectWire } from './lib/wire.mjs'

const here = path => fileURLToPath(new URL(`./python/${path}`, import.meta.url))

let room
before(async () => { room = await startRoom() })
after(() => room?.stop())

/** Everything that a visit sees, in order. */
async function visit (target, bytes) {
  const [, host, port, key] = /^net:(.+):(\d+)~shs:([^:]+)/.exec(room.address)
  const child = spawn(here('venv/bin/python'), [here('visit.py'), host, port, key, target, bytes],
    { stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', text => { out += text })
  child.stderr.setEncoding('utf8').on('data', text => { err += text })
  const code = await within(60_000, 'the end of the visit', new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  }), () => out + err).finally(() => child.kill())
  assert.equal(code, 0, out + err)
  return out.trim().split('\n').map(line => JSON.parse(line))
}

test('lists attendants, and sends 300 kB through a tunnel and back', async context => {
  if (room.first) return context.skip('a first room has no room.attendants')
  const target = await connectWire(room.address)
  context.after(() => target.close())
  await target.watch('room.attendants').until(({ ids }) => ids.includes(target.id))

  const seen = await visit(target.id, 300_000)

  assert.deepEqual(seen[0], { whoami: { id: room.id } })
  assert.equal(seen[1].attendants.type, 'state')
  assert.ok(seen[1].attendants.ids.includes(target.id))
  assert.deepEqual(seen.slice(2), [{ echo: true }, { ended: true, missing: 0 }])
})

test('reads a list of attendants that takes several boxes', async context => {
  if (room.first) return context.skip('a first room has no room.attendants')
  const crowd = await Promise.all(Array.from({ length: 200 }, () => connectWire(room.address)))
  context.after(() => Promise.all(crowd.map(each => each.close())))
  await Promise.all(crowd.map(each => each.call('tunnel.announce')))
  await crowd[0].watch('tunnel.endpoints').until(ids => ids.length === 200)

  const seen = await visit(crowd[0].id, 1)

  assert.equal(seen[1].attendants.ids.length, 201)
  assert.deepEqual(seen.slice(2), [{ echo: true }, { ended: true, missing: 0 }])
})
