// How a new room gets its first admin: by the link that its start prints, or by its operator's word.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { startAlcove } from './lib/room.mjs'
import { newKeys } from './lib/wire.mjs'

const post = (url, fields) => fetch(url, { method: 'POST', body: new URLSearchParams(fields) })

/** The hidden fields and the target of the page's form, as a browser sends them. */
function form (page) {
  const [, action] = /<form method="post" action="([^"]*)"/.exec(page)
  const hidden = [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)]
  return { action, fields: Object.fromEntries(hidden.map(([, name, value]) => [name, value])) }
}

test('the printed link makes its first visitor the admin, once', async context => {
  const room = await startAlcove()
  context.after(() => room.stop())
  const link = await room.setupLink()
  assert.ok(link.startsWith(room.url('/setup?token=')), link)
  const [admin, latecomer] = [newKeys().id, newKeys().id]

  const page = await fetch(link)
  assert.equal(page.status, 200)
  const { action, fields } = form(await page.text())
  const wrong = await post(room.url(action), { ...fields, id: 'nobody' })
  assert.equal(wrong.status, 400)
  const guessed = await post(room.url(action), { token: `${'A'.repeat(42)}E`, id: latecomer })
  assert.equal(guessed.status, 404)
  assert.deepEqual(await room.list('member', 'list'), [])

  const done = await post(room.url(action), { ...fields, id: admin })
  assert.equal(done.status, 200)
  assert.match(await done.text(), /The room is set up/)
  assert.equal(await room.role(admin), 'admin')

  assert.equal((await fetch(link)).status, 410)
  assert.equal((await post(room.url(action), { ...fields, id: latecomer })).status, 410)
  assert.equal(await room.role(latecomer), null)
  await assert.rejects(room.command('setup'), /this room has an admin/)
})

test('a link that the operator asks for later replaces the one before', async context => {
  const room = await startAlcove()
  context.after(() => room.stop())
  const first = await room.setupLink()
  const second = (await room.command('setup')).trim().split('\n').at(-1)
  room.serverLog.secret('setup token', new URL(second).searchParams.get('token'))
  assert.equal((await fetch(first)).status, 404)
  assert.equal((await fetch(second)).status, 200)
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
