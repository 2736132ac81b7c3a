// How a new room gets its first admin: by the link that its start prints, or by its operator's word.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { startAlcove } from './lib/room.mjs'
import { newKeys } from './lib/wire.mjs'

const PASSWORD = 'a heron in the reed'

/** A browser without a window: it keeps cookies and follows redirects. */
class Visitor {
  #cookies = new Map()

  async open (url, options = {}) {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(url, { ...options, redirect: 'manual', headers: { cookie } })
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)
      if (/Max-Age=0(;|$)/.test(line)) this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
    return answer.status === 303 ? this.open(new URL(answer.headers.get('location'), url)) : answer
  }

  send (url, fields) {
    return this.open(url, { method: 'POST', body: new URLSearchParams(fields) })
  }
}

const chosen = (id, password = PASSWORD) => ({ id, password, again: password })

test('the printed link makes its first visitor the admin, once', async context => {
  const room = await startAlcove()
  context.after(() => room.stop())
  const link = await room.setupLink()
  assert.ok(link.startsWith(room.url('/setup?token=')), link)
  const [admin, latecomer] = [newKeys().id, newKeys().id]
  const [owner, guesser] = [new Visitor(), new Visitor()]
  const form = room.url('/setup/password')

  const page = await owner.open(link)
  assert.equal(page.status, 200)
  assert.equal(page.url, room.url('/setup'), 'the secret is not in the address any more')
  assert.equal((await owner.send(form, chosen('nobody'))).status, 400)
  assert.equal((await owner.send(form, chosen(admin, 'short'))).status, 400)
  assert.equal((await guesser.open(room.url(`/setup?token=${'A'.repeat(42)}E`))).status, 404)
  assert.equal((await guesser.send(form, chosen(latecomer))).status, 404)
  assert.deepEqual(await room.list('member', 'list'), [])

  const done = await owner.send(form, chosen(admin))
  assert.equal(done.status, 200)
  assert.equal(done.url, room.url('/dashboard/setup'))
  assert.equal(await room.role(admin), 'admin')

  assert.equal((await guesser.open(link)).status, 410)
  assert.equal((await guesser.send(form, chosen(latecomer))).status, 410)
  assert.equal(await room.role(latecomer), null)
  await assert.rejects(room.command('setup'), /this room has an admin/)
})

test('a link that the operator asks for later replaces the one before', async context => {
  const room = await startAlcove()
  context.after(() => room.stop())
  const first = await room.setupLink()
  const second = (await room.command('setup')).trim().split('\n').at(-1)
  room.serverLog.secret('setup token', new URL(second).searchParams.get('token'))
  assert.equal((await new Visitor().open(first)).status, 404)
  assert.equal((await new Visitor().open(second)).status, 200)
})

test('ALCOVE_ADMIN is the admin of a room that has none, and acts no more when it has one', async context => {
  const { id } = newKeys()
  const room = await startAlcove({ environment: { ALCOVE_ADMIN: id } })
  context.after(() => room.stop())
  assert.equal(await room.role(id), 'admin')
  assert.doesNotMatch(room.output, /setup/)
  await assert.rejects(room.command('member', 'remove', id), /the last admin stays/)

  const other = newKeys().id
  await room.restart({ ALCOVE_ADMIN: other })
  assert.equal(await room.role(id), 'admin')
  assert.equal(await room.role(other), null)
})

test('the operator names the admin by a command', async context => {
  const room = await startAlcove()
  context.after(() => room.stop())
  const { id } = newKeys()
  await room.command('setup', '--admin', id)
  assert.equal(await room.role(id), 'admin')
  assert.equal((await fetch(await room.setupLink())).status, 410)
})
