// Setting a new room up in a browser: each way to become its admin, with an app that nobody here wrote, and what comes after.
import { describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { startAlcove } from './lib/room.mjs'
import { Domain } from './lib/domain.mjs'
import { Peer } from './lib/peer.mjs'
import { Browser, PHONE } from './lib/person.mjs'

const DOMAIN = 'room.test'

describe('whoever has the setup link', () => {
  /** A new room with nobody in it, and its owner in front of a browser. */
  async function begin (context, options) {
    const room = await startAlcove({ flags: ['--domain', DOMAIN] })
    context.after(() => room.stop())
    const domain = await Domain.start(DOMAIN, room)
    context.after(() => domain.stop())
    const browser = await Browser.start({ domain })
    context.after(() => browser.stop())
    const owner = await browser.person(options)
    assert.equal(await owner.open(await room.setupLink()), 200)
    assert.equal(owner.path, '/setup', 'the secret is not in the address any more')
    const app = await Peer.start('modern/peer', domain.network)
    context.after(() => app.stop())
    return { room, browser, owner, app }
  }

  const offered = (owner, action) => owner.page.locator(`a[href*="action=${action}"]`).first().getAttribute('href')

  /** Answers all questions of the setup. */
  async function choose (owner) {
    await owner.sees('Step 1 of 4')
    await owner.isAccessible('the first question')
    await owner.picture('setup-name')
    await owner.fill('Name', '  ')
    await owner.press('Continue')
    await owner.isAccessible('the first question, once more')
    await owner.fill('Name', 'Reed Bed')
    await owner.fill('Description', 'For herons.')
    await owner.press('Continue')
    await owner.sees('Step 2 of 4')
    await owner.isAccessible('the second question')
    await owner.press('Continue')
    await owner.sees('Step 3 of 4')
    await owner.isAccessible('the third question')
    await owner.press('Continue')
    await owner.sees('Step 4 of 4')
    await owner.isAccessible('the last question')
    await owner.picture('setup-mode')
    await owner.page.getByRole('radio', { name: /Restricted/ }).check()
    await owner.press('Continue')
    await owner.sees('The room is set up')
    await owner.isAccessible('the end of the setup')
    await owner.picture('setup-done')
  }

  test('becomes admin by an app that signs in, sets the room up, and invites somebody', async context => {
    const { room, browser, owner, app } = await begin(context, { size: PHONE })
    await owner.isAccessible()
    await owner.picture('setup')
    await app.enter(room)
    await app.do('signIn', await offered(owner, 'start-http-auth'))
    await owner.comesTo('/dashboard/setup')
    assert.equal(await room.role(app.id), 'admin')

    await choose(owner)
    await owner.fill('Who is it for?', 'Ben')
    await owner.press('Create invite')
    await owner.sees('It is shown only now')
    const link = await owner.page.locator('code', { hasText: '/join?invite=' }).first().innerText()
    room.invited(link)
    const ben = await browser.person()
    assert.equal(await ben.open(link), 200)
    await ben.sees('Reed Bed')
    await ben.leave()
    assert.equal(await app.do('call', room.id, 'tunnel.ping') > 0, true, 'the app of the admin is still connected')
  })

  test('becomes admin by an app that accepts an invite, without scripts', async context => {
    const { room, owner, app } = await begin(context, { scripts: false })
    assert.equal(await app.do('claim', await offered(owner, 'claim-http-invite')), room.address)
    assert.equal(await room.role(app.id), 'admin')
    await owner.press('I’ve confirmed in my app – continue')
    await owner.comesTo('/dashboard/setup')
    await owner.sees('Step 1 of 4')
  })

  test('becomes admin with a password, which signs them in later', async context => {
    const { room, owner, app } = await begin(context)
    await owner.fill('Your SSB ID', 'nobody')
    await owner.fill('New password', 'a heron in the reed')
    await owner.fill('Repeat the password', 'a heron in the reed')
    await owner.press('Become admin')
    await owner.sees('An ID starts with @')
    await owner.isAccessible('the page that asks for another ID')
    await owner.fill('Your SSB ID', app.id)
    await owner.fill('New password', 'a heron in the reed')
    await owner.fill('Repeat the password', 'a heron in the reed')
    await owner.press('Become admin')
    await owner.comesTo('/dashboard/setup')
    assert.equal(await room.role(app.id), 'admin')

    await owner.press('Sign out')
    await owner.open('/login/password')
    await owner.fill('Your SSB ID', app.id)
    await owner.fill('Password', 'a heron in the reed')
    await owner.press('Sign in')
    await owner.comesTo('/dashboard')
  })
})
