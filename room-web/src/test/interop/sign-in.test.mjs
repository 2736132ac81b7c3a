// Signing in to the web site with an app that nobody here wrote, ssb-http-auth-client, through a domain with HTTPS.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { startAlcove } from './lib/room.mjs'
import { Domain } from './lib/domain.mjs'
import { Peer } from './lib/peer.mjs'
import { Browser } from './lib/person.mjs'

const DOMAIN = 'room.test'
const HOME = '/dashboard'

describe('a member with an app and a browser', () => {
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

  async function stranger (context) {
    const app = await Peer.start('modern/peer', domain.network)
    context.after(() => app.stop())
    return app
  }

  async function member (context) {
    const app = await stranger(context)
    await room.command('member', 'add', app.id)
    return app
  }

  async function person (context, options) {
    const someone = await browser.person(options)
    context.after(() => someone.context.close())
    return someone
  }

  const isSignedIn = async (someone, app) => {
    assert.equal(await someone.open(HOME), 200)
    assert.equal(someone.path, HOME)
    await someone.sees(app.id)
    assert.deepEqual(someone.faults, [])
  }
  const isSignedOut = async someone => {
    await someone.open(HOME)
    assert.equal(someone.path, '/login?then=%2Fdashboard')
  }

  test('the app opens the browser, which is signed in without a click', async context => {
    const app = await member(context)
    await app.enter(room)
    const ana = await person(context)

    assert.equal(await ana.open(await app.do('signInUrl', room.id)), 200)

    assert.equal(ana.path, HOME)
    await isSignedIn(ana, app)
  })

  test('the same when the app is connected by WebSocket', async context => {
    const app = await member(context)
    await app.enter(room, room.wsAddress)
    const ana = await person(context)

    assert.equal(await ana.open(await app.do('signInUrlAt', DOMAIN)), 200)

    await isSignedIn(ana, app)
  })

  test('the browser shows a link, and goes on by itself when the app has agreed', async context => {
    const app = await member(context)
    await app.enter(room)
    const ana = await person(context)
    await ana.open('/login')

    assert.equal(await app.do('signIn', await ana.appLink()), true)

    await ana.comesTo(HOME)
    await isSignedIn(ana, app)
  })

  test('the app that is not connected connects for that by itself', async context => {
    const app = await member(context)
    const ana = await person(context)
    await ana.open('/login')

    assert.equal(await app.do('signIn', await ana.appLink()), true)

    await ana.comesTo(HOME)
  })

  test('the app answers before the page listens', async context => {
    const app = await member(context)
    await app.enter(room)
    const ana = await person(context)
    let release
    const held = new Promise(resolve => { release = resolve })
    await ana.page.route('**/login/events', async route => {
      await held
      await route.continue()
    })
    await ana.open('/login')
    assert.equal(await app.do('signIn', await ana.appLink()), true)

    release()

    await ana.comesTo(HOME)
    await isSignedIn(ana, app)
  })

  test('without scripts a button does it', async context => {
    const app = await member(context)
    await app.enter(room)
    const ana = await person(context, { scripts: false })
    await ana.open('/login')
    await ana.press('I’ve confirmed in my app – continue')
    await ana.sees('Your app hasn’t replied yet')

    assert.equal(await app.do('signIn', await ana.appLink()), true)
    await ana.press('I’ve confirmed in my app – continue')

    await isSignedIn(ana, app)
  })

  test('the app that connects late completes the page that waits', async context => {
    const app = await member(context)
    const ana = await person(context)
    assert.equal(await ana.open(await app.do('signInUrlAt', DOMAIN)), 403)
    await ana.sees('Waiting for your app')
    await ana.isAccessible()

    await app.enter(room)

    await ana.comesTo(HOME)
    await isSignedIn(ana, app)
  })

  test('a stranger gets the page that waits for everybody, and where it has begun itself the truth', async context => {
    const app = await stranger(context)
    const ana = await person(context)
    assert.equal(await ana.open(await app.do('signInUrlAt', DOMAIN)), 403)

    await app.enter(room)

    await ana.press('I’ve confirmed in my app – continue')
    await ana.sees('Only members of this room can sign in')
    await ana.isAccessible()
    await isSignedOut(ana)
    const ben = await person(context)
    await ben.open('/login')
    assert.equal(await app.do('signIn', await ben.appLink()), false)
    await ben.press('I’ve confirmed in my app – continue')
    await ben.sees('only members can sign in')
    await ben.isAccessible()
  })

  test('somebody else in the same browser is asked first', async context => {
    const [anas, bens] = [await member(context), await member(context)]
    await Promise.all([anas.enter(room), bens.enter(room)])
    const ana = await person(context)
    await ana.open(await anas.do('signInUrl', room.id))
    await isSignedIn(ana, anas)

    await ana.open(await bens.do('signInUrl', room.id))
    await ana.sees('Sign in as somebody else?')
    await ana.isAccessible()
    await isSignedIn(ana, anas)

    await ana.open(await bens.do('signInUrl', room.id))
    await ana.press('Sign in as them')
    await isSignedIn(ana, bens)
  })

  test('the app signs its browsers out, and a browser itself', async context => {
    const app = await member(context)
    await app.enter(room)
    const [desk, phone] = [await person(context), await person(context)]
    for (const each of [desk, phone]) await each.open(await app.do('signInUrl', room.id))

    await desk.open(HOME)
    await desk.press('Sign out')
    await isSignedOut(desk)
    await isSignedIn(phone, app)

    assert.equal(await app.do('signOutEverywhere', room.id), true)
    await isSignedOut(phone)
  })

  test('a block ends the session', async context => {
    const app = await member(context)
    await app.enter(room)
    const ana = await person(context)
    await ana.open(await app.do('signInUrl', room.id))
    await isSignedIn(ana, app)

    await room.command('block', 'add', app.id)

    await isSignedOut(ana)
  })
})
