// Times as readers in other zones see them in Chromium, with scripts and without.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { startAlcove } from './lib/room.mjs'
import { Browser } from './lib/person.mjs'
import { newKeys } from './lib/wire.mjs'

const END = '2031-03-05T04:30:00Z'
let room, browser, invite
before(async () => {
  room = await startAlcove()
  browser = await Browser.start({ room })
  const link = new URL(await room.createInvite('--expires', END))
  invite = link.pathname + link.search
})
after(async () => {
  await browser?.stop()
  await room?.stop()
})

async function visit (context, options) {
  const person = await browser.person(options)
  context.after(() => person.leave())
  return person
}

test('a time is that of the reader, in words of the page, with how far it is', async context => {
  for (const [language, zone, words, distance, title] of [
    ['en-GB', 'America/New_York', '4 Mar 2031, 23:30', /^in \d years$/, /^Tuesday,? 4 March 2031 at 23:30:00 (EST|GMT-5)$/],
    ['de', 'Europe/Berlin', '05.03.2031, 05:30', /^in \d Jahren$/, /^Mittwoch, 5\. März 2031 um 05:30:00 MEZ$/]
  ]) {
    const person = await visit(context, { language, zone })
    await person.open(invite)
    const time = person.page.locator('.intro time')
    assert.equal(await time.getAttribute('datetime'), END)
    assert.equal((await time.evaluate(place => place.firstChild.textContent)).trim(), words)
    assert.match(await time.locator('.ago').innerText(), distance)
    assert.match(await time.getAttribute('title'), title)
  }
})

test('without scripts a time is that of UTC, and says so', async context => {
  const person = await visit(context, { scripts: false, zone: 'America/New_York' })
  await person.open(invite)
  assert.match(await person.text(), /valid until Mar 5, 2031, 4:30\sAM UTC\./)
})

test('how far a time is does not stand still', async context => {
  const person = await visit(context, { zone: 'UTC' })
  await person.page.clock.install({ time: new Date('2031-03-05T04:28:30Z') })
  await person.open(invite)
  const words = person.page.locator('.intro time .ago')
  assert.equal(await words.innerText(), 'in 1 minute')
  await person.page.clock.runFor(60_000)
  assert.equal(await words.innerText(), 'now')
})

test('the last day of an invite ends where its maker is', async context => {
  const { id } = newKeys()
  await room.command('member', 'add', id, '--role', 'admin')
  const link = new URL((await room.command('password', 'reset-link', id)).trim().split('\n').at(-1))
  room.serverLog.secret('token', link.searchParams.get('token'))
  const person = await visit(context, { zone: 'Pacific/Auckland' })
  await person.open(link.pathname + link.search)
  await person.page.fill('#password', 'twelve herons')
  await person.page.fill('#again', 'twelve herons')
  await person.page.press('#again', 'Enter')
  await person.comesTo('/dashboard')
  await person.open('/dashboard/invites')
  assert.match(await person.page.locator('#until-hint').innerText(), /\(New Zealand Time\)/)
  await person.page.fill('#until', '2031-07-01')
  await person.press('Create invite')
  await person.sees('Here is the link')
  const time = person.page.locator('main time')
  assert.match(await time.innerText(), /^Jul 1, 2031, 11:59\sPM/)
  assert.equal(await time.getAttribute('datetime'), '2031-07-01T12:00:00Z')
})
