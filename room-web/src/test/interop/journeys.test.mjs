// What people do with a room in a browser, from the beginning to the end, each with an app that nobody here wrote.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { startAlcove } from './lib/room.mjs'
import { Domain } from './lib/domain.mjs'
import { Peer } from './lib/peer.mjs'
import { ANDROID, Browser, PHONE } from './lib/person.mjs'

const DOMAIN = 'room.test'

describe('a room with people in it', () => {
  let room, domain, browser
  before(async () => {
    room = await startAlcove({ flags: ['--domain', DOMAIN] })
    domain = await Domain.start(DOMAIN, room)
    browser = await Browser.start({ domain })
  })
  after(async () => {
    await browser?.stop()
    await domain?.stop()
    await room?.stop()
  })

  /** Somebody with an app of their own; with a role, the app is in the room. */
  async function app (context, role, kind = 'modern/peer') {
    const peer = await Peer.start(kind, domain.network)
    context.after(() => peer.stop())
    if (role) {
      await room.command('member', 'add', peer.id, '--role', role)
      await peer.enter(room)
    }
    return peer
  }

  async function person (context, options) {
    const someone = await browser.person(options)
    context.after(() => someone.context.close())
    return someone
  }

  /** Somebody in front of a browser that their app has signed in. */
  async function signedIn (context, peer, options) {
    const someone = await person(context, options)
    assert.equal(await someone.open(await peer.do('signInUrl', room.id)), 200)
    assert.equal(someone.path, '/dashboard')
    return someone
  }

  const memberPage = id => `/dashboard/members/one?id=${encodeURIComponent(id)}`

  test('a member who has forgotten the password chooses another one by an admin’s link', async context => {
    const [admins, anas] = [await app(context, 'admin'), await app(context, 'member')]
    const elsewhere = await signedIn(context, anas)
    const admin = await signedIn(context, admins)
    await admin.open(memberPage(anas.id))
    await admin.page.locator('summary', { hasText: 'Link to choose a password' }).click()
    await admin.press('Create link')
    await admin.isAccessible('the page with the link')
    await admin.picture('reset-link')
    const link = await admin.page.locator('code', { hasText: '/password?token=' }).innerText()
    room.serverLog.secret('reset link', new URL(link).searchParams.get('token'))

    const ana = await person(context, { size: PHONE })
    await ana.open(link)
    await ana.isAccessible('the page that asks for a password')
    await ana.picture('password')
    await ana.fill('New password', 'a heron in the reed')
    await ana.fill('Repeat the password', 'a heron in the reeds')
    await ana.press('Set the password and sign in')
    await ana.sees('Type the same password twice')
    await ana.fill('New password', 'a heron in the reed')
    await ana.fill('Repeat the password', 'a heron in the reed')
    await ana.press('Set the password and sign in')
    await ana.comesTo('/dashboard')
    await ana.sees(anas.id)

    await elsewhere.open('/dashboard')
    assert.equal(elsewhere.path, '/login?then=%2Fdashboard', 'signed out everywhere else')
    assert.equal(await ana.open(link), 404, 'the link is spent')
    await ana.open('/dashboard')
    await ana.press('Sign out')
    await ana.open('/login')
    await ana.press('Sign in with a password instead')
    await ana.fill('Your SSB ID', anas.id)
    await ana.fill('Password', 'a heron in the reed')
    await ana.press('Sign in')
    await ana.comesTo('/dashboard')
  })

  test('somebody invites a friend, they follow each other, and a stranger finds the friend by an alias', async context => {
    const anas = await app(context, 'admin', 'modern/database')
    const bens = await app(context, undefined, 'modern/database')
    const admin = await signedIn(context, anas)
    await admin.page.addInitScript(() => { navigator.share = async what => { globalThis.shared = what } })
    await admin.open('/dashboard/invites')
    await admin.fill('Who is it for?', 'Ben from the reed')
    await admin.page.getByLabel('Show my ID to people who accept it').check()
    await admin.press('Create invite')
    await admin.sees('It is shown only now')
    await admin.isAccessible('the page with the invite')
    await admin.picture('invite-link')
    const link = await admin.page.locator('code', { hasText: '/join?invite=' }).first().innerText()
    room.invited(link)
    const mail = new URL(await admin.page.getByRole('link', { name: 'Send by e-mail' }).getAttribute('href'))
    assert.ok(mail.searchParams.get('body').includes(link))
    await admin.press('Share')
    assert.ok((await admin.page.evaluate(() => globalThis.shared.text)).includes(link))

    const ben = await person(context, { size: PHONE, userAgent: ANDROID })
    await ben.open(link)
    await ben.sees(`\u2068${anas.id.slice(0, 7)}…${anas.id.slice(-13, -8)}\u2069 invites you to this room.`)
    const [plain, intent] = [await ben.appLink(), await ben.page.getByRole('link', { name: 'Open in Manyverse' }).getAttribute('href')]
    assert.equal(intent, `${plain.replace('ssb:', 'intent://')}#Intent;scheme=ssb;package=se.manyver;end;`)
    assert.equal(await bens.do('claim', await ben.appLink()), room.address)
    await ben.comesTo('/join/done')
    await ben.sees('Welcome! You are a member.')
    await ben.sees(anas.id)
    await ben.isAccessible('the page of somebody who is in')
    await ben.picture('welcome')
    await admin.open('/dashboard/invites')
    await admin.sees('Ben from the reed')
    await admin.sees('used up')
    assert.equal(await admin.page.getByRole('link', { name: 'Follow back' }).first().getAttribute('href'),
      `ssb:feed/ed25519/${bens.id.slice(1, -8).replaceAll('+', '-').replaceAll('/', '_')}`)

    await bens.enter(room)
    await anas.do('publish', { type: 'post', text: 'welcome' }, 1)
    await bens.do('publish', { type: 'post', text: 'thank you' }, 1)
    for (const peer of [anas, bens]) for (const { id } of [anas, bens]) await peer.do('request', id)
    await bens.reach(anas)
    assert.equal(await anas.do('untilSequence', bens.id, 1), 1)
    assert.equal(await bens.do('untilSequence', anas.id, 1), 1)

    const named = await app(context, 'member')
    await named.do('knows', room.id)
    await named.do('register', room.id, room.alias('bittern'))
    const stranger = await person(context)
    assert.equal(await stranger.open('/alias/bittern'), 200)
    await stranger.sees(named.id)
    assert.match(await stranger.appLink(), /action=consume-alias/)
    await stranger.isAccessible('the page of an alias')
  })

  test('an admin changes whom the room is for, and writes a notice in two languages', async context => {
    const admin = await signedIn(context, await app(context, 'admin'))
    const outsider = await app(context)
    await outsider.enter(room)
    await admin.open('/dashboard/settings')
    await admin.page.getByRole('radio', { name: /Restricted/ }).check()
    await admin.page.locator('summary', { hasText: 'Change the mode' }).click()
    await admin.press('Yes, change it')
    await admin.sees('Privacy mode changed')
    await outsider.until('closed', ({ id }) => id === room.id)
    await room.command('setting', 'set', 'privacy-mode', 'community')

    for (const [language, title, text] of [['en', 'How we are here', 'Be *kind*.'], ['de', 'Wie wir hier sind', 'Seid *freundlich*.']]) {
      await admin.open(`/dashboard/notices/edit?kind=code-of-conduct&language=${language}`)
      await admin.fill('Title', title)
      await admin.fill('Text', text)
      await admin.press('Preview')
      await admin.sees('How it will look')
      await admin.press('Publish')
      await admin.sees('Notice published')
    }
    const visitor = await person(context, { language: 'de' })
    await visitor.open('/')
    await visitor.press('Verhaltensregeln')
    await visitor.sees('Wie wir hier sind')
  })

  test('somebody ends a session that is open elsewhere', async context => {
    const anas = await app(context, 'member')
    const [here, elsewhere] = [await signedIn(context, anas), await signedIn(context, anas)]
    await here.open('/dashboard/account')
    await here.press('End session')
    await here.sees('Session ended')

    await elsewhere.open('/dashboard')
    assert.equal(elsewhere.path, '/login?then=%2Fdashboard')
    assert.equal(await here.open('/dashboard'), 200)
  })

  test('a moderator blocks somebody in the middle of a tunnel', async context => {
    const [mods, anas, bens] = [await app(context, 'moderator'), await app(context, 'member'), await app(context, 'member')]
    const ben = await signedIn(context, bens)
    await anas.reach(bens)
    await anas.do('flood', bens.id)
    await anas.until('flood', ({ bytes }) => bytes > 1_000_000)
    const moderator = await signedIn(context, mods)
    await moderator.open('/dashboard/blocked')
    await moderator.isAccessible()
    await moderator.press('Block an ID')
    await moderator.comesTo('/dashboard/blocked/add')
    await moderator.isAccessible()
    await moderator.fill('SSB ID', bens.id)
    await moderator.fill('Reason', 'noise')
    await moderator.page.locator('summary', { hasText: 'Block this ID' }).click()
    await moderator.press('Yes, block this ID')

    await anas.until('flood-ended', ({ id }) => id === bens.id)
    await bens.until('closed', ({ id }) => id === room.id)
    await moderator.sees('is blocked.')
    await moderator.sees('noise')
    assert.equal(await anas.do('call', room.id, 'tunnel.ping') > 0, true, 'the other’s connection lives')
    await ben.open('/dashboard')
    assert.equal(ben.path, '/login?then=%2Fdashboard')
    await assert.rejects(bens.do('connect', room.address))
  })
})
