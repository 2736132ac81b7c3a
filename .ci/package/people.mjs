// The people of a room under its domain: an admin in front of a browser, a member with an app, and somebody whose app is a
// page in a browser. Apps and browsers are those of the interop tests; they take no certificate but the authority's.
import assert from 'node:assert/strict'
import { Browser } from '../../room-web/src/test/interop/lib/person.mjs'
import { Peer } from '../../room-web/src/test/interop/lib/peer.mjs'
import { Tab } from '../../room-web/src/test/interop/lib/tab.mjs'
import { newKeys } from '../../room-web/src/test/interop/lib/wire.mjs'

const password = 'a heron in the reed'

export class People {
  #open = []

  /** `authority` has the domain; `script` is what the page is made of, see bundle. */
  constructor (authority, script) {
    Object.assign(this, { authority, script, admin: newKeys().id })
  }

  /** Waits for what somebody starts with, and remembers to stop it. */
  async #begin (starting) {
    const begun = await starting
    this.#open.push(begun)
    return begun
  }

  async #browser () {
    this.browser ??= await this.#begin(Browser.start({ domain: this.authority }))
    return this.browser.person()
  }

  /** The admin opens the setup link, chooses a password, answers the questions, and makes an invite; gives its link. */
  async setUp (link, name) {
    const admin = await this.#browser()
    assert.equal(await admin.open(link), 200)
    await admin.fill('Your SSB ID', this.admin)
    await admin.fill('New password', password)
    await admin.fill('Repeat the password', password)
    await admin.press('Become admin')
    await admin.comesTo('/dashboard/setup')
    await admin.fill('Name', name)
    for (const step of [1, 2, 3, 4]) {
      await admin.sees(`Step ${step} of 4`)
      await admin.press('Continue')
    }
    await admin.sees('The room is set up')
    await admin.fill('Who is it for?', 'a member')
    await admin.press('Create invite')
    await admin.sees('It is shown only now')
    const invite = await admin.page.locator('code', { hasText: '/join?invite=' }).first().innerText()
    await admin.leave()
    return invite
  }

  /** The admin signs in with their password, and sees the member by their alias. */
  async signIn (alias) {
    const admin = await this.#browser()
    await admin.open('/login/password')
    await admin.fill('Your SSB ID', this.admin)
    await admin.fill('Password', password)
    await admin.press('Sign in')
    await admin.comesTo('/dashboard')
    await admin.open('/dashboard/members')
    await admin.sees(alias)
    await admin.leave()
  }

  /** A member's app accepts the invite. */
  async join (invite, room) {
    this.member = await this.#begin(Peer.start('modern/peer', this.authority.network))
    assert.equal(await this.member.do('claim', invite), room.address)
  }

  /** The member's app comes into the room by TCP, and registers an alias; gives its link. */
  async register (alias, room) {
    await this.enter(room)
    await this.member.do('knows', room.id)
    return this.member.do('register', room.id, alias)
  }

  /** The member's app comes into the room, which knows it. */
  async enter (room) {
    await this.member.enter(room)
    assert.equal((await this.member.do('call', room.id, 'room.metadata')).membership, true)
  }

  /** A page accepts an invite, comes into the room by wss, finds the member there, and what it says to them comes back. */
  async meet (invite, room) {
    const tab = await this.#begin(Tab.open(this.script, this.authority))
    assert.equal(await tab.do('claim', invite), room.address)
    await tab.enter(room, room.wsAddress)
    const metadata = await tab.do('call', room.id, 'room.metadata')
    await tab.reach(this.member)
    const echo = await tab.do('echo', this.member.id, 100_000)
    assert.equal(echo.received, echo.sent)
    return metadata
  }

  async stop () {
    await Promise.all(this.#open.map(each => each.stop()))
  }
}
