// Signing in on several nodes: the page, its events and the app are wherever they are.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { Peer as App } from '../lib/peer.mjs'
import { DOMAIN } from './ports.mjs'
import { Browser } from './visit.mjs'

const HOME = '/dashboard'
const NUMBERS = [0, 1, 2]
const EVERY_WAY = NUMBERS.flatMap(page => NUMBERS.flatMap(events => NUMBERS.map(app => ({ page, events, app }))))

/** Signs in at the app's own node, as a balancer that has led the browser there; resolves with the cookie of the session. */
export async function signIn (room, app, node) {
  await room.nodes[0].command('member', 'add', app.id)
  const response = await node.ask(await linkOf(app), { accept: 'text/html' })
  const cookies = response.headers['set-cookie'] ?? []
  const session = cookies.map(each => each.split(';')[0]).find(each => /session=/.test(each))
  assert.ok(session, `${response.statusCode} ${JSON.stringify(response.headers)}`)
  return session
}

/** The link of a page, as an app takes it whom the room's name and the balancer have led to that node. */
function ledTo (node, link) {
  const address = 'multiserverAddress'
  const url = new URL(link)
  assert.match(url.searchParams.get(address), new RegExp(`^net:${DOMAIN}:`))
  url.searchParams.set(address, node.address)
  return url.href
}

/** What the app has the browser open. */
async function linkOf (app) {
  const { pathname, search } = new URL(await app.do('signInUrlAt', DOMAIN))
  return pathname + search
}

/**
 * The tests, in a suite with three nodes.
 * @param company gives the room, and an app that is connected to each node
 */
export function signInTests (company) {
  /** Each way in turn, and which it was if it fails. */
  async function everyWay (does) {
    for (const way of EVERY_WAY) {
      await does(way).catch(error => {
        error.message = `${JSON.stringify(way)}: ${error.message}`
        throw error
      })
    }
  }

  /** Whichever node is asked. */
  async function isSignedIn (browser, app) {
    for (const node of company().room.nodes) {
      assert.equal(await browser.open(node, HOME), 200)
      assert.ok(browser.sees(app.id))
    }
  }

  test('an app signs a browser in at its own node, and the session holds at the others', async () => {
    const { room, apps } = company()
    const cookie = await signIn(room, apps[1], room.nodes[1])

    for (const node of room.nodes) assert.equal((await node.ask(HOME, { cookie })).statusCode, 200)
  })

  test('a browser begins: its page at any node, the events of that at any, and the app at any', async () => {
    const { room, apps } = company()
    const origins = await room.balancer.origins()
    for (const app of apps) await room.nodes[0].command('member', 'add', app.id)

    await everyWay(async way => {
      const browser = new Browser(origins)
      assert.equal(await browser.open(room.nodes[way.page], '/login'), 200)
      const isDone = await browser.listen(room.nodes[way.events], '/login/events')
      assert.equal(await apps[way.app].do('signIn', ledTo(room.nodes[way.app], browser.appLink)), true)
      await isDone()
      assert.equal(await browser.submit(room.nodes[way.events], 'finish'), 303)
      await isSignedIn(browser, apps[way.app])
    })
  })

  test('an app begins that is connected to any node, and its browser comes to any', async () => {
    const { room, apps } = company()
    const origins = await room.balancer.origins()
    for (const app of apps) {
      for (const node of room.nodes) {
        const browser = new Browser(origins)
        assert.equal(await browser.open(node, await linkOf(app)), 303)
        await isSignedIn(browser, app)
      }
    }
  })

  test('an app begins that connects later, to any node: the page at any node, and the events of that at any', async context => {
    const { room } = company()
    const origins = await room.balancer.origins()
    const apps = await Promise.all(NUMBERS.map(() => App.start('modern/peer')))
    context.after(() => Promise.all(apps.map(app => app.stop())))
    for (const app of apps) await room.nodes[0].command('member', 'add', app.id)

    // each page is answered after ten seconds, whatever the app does
    const waiting = await Promise.all(EVERY_WAY.map(async way => {
      const browser = new Browser(origins)
      assert.equal(await browser.open(room.nodes[way.page], await linkOf(apps[way.app])), 403)
      return { way, browser, isDone: await browser.listen(room.nodes[way.events], '/login/events') }
    }))
    await Promise.all(apps.map((app, number) => app.enter(room, room.nodes[number].address)))

    for (const { way, browser, isDone } of waiting) {
      await isDone()
      assert.equal(await browser.submit(room.nodes[way.events], 'finish'), 303)
      await isSignedIn(browser, apps[way.app])
    }
  })
}
