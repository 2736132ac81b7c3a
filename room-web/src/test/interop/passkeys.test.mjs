// A passkey's life, in a browser with a device that Chromium pretends to have.
import { describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { startAlcove } from './lib/room.mjs'
import { Browser, PHONE } from './lib/person.mjs'

const newId = () => `@${randomBytes(32).toString('base64')}.ed25519`

/** A device at hand of somebody, whom it asks for nothing and believes, until told otherwise. */
class Device {
  static async plug (person, transport = 'internal') {
    const session = await person.context.newCDPSession(person.page)
    await session.send('WebAuthn.enable')
    const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2', transport, hasResidentKey: true, hasUserVerification: true,
        isUserVerified: true, automaticPresenceSimulation: true
      }
    })
    return new Device(session, authenticatorId)
  }

  constructor (session, authenticatorId) {
    this.session = session
    this.authenticatorId = authenticatorId
  }

  knowsItsOwner (isUserVerified) {
    return this.session.send('WebAuthn.setUserVerified', { authenticatorId: this.authenticatorId, isUserVerified })
  }

  async passkeys () {
    const { credentials } = await this.session.send('WebAuthn.getCredentials', { authenticatorId: this.authenticatorId })
    return credentials
  }

  /** Takes out the passkeys, and puts one back that has counted less. */
  async putBack (credential, signCount) {
    await this.session.send('WebAuthn.clearCredentials', { authenticatorId: this.authenticatorId })
    await this.session.send('WebAuthn.addCredential', {
      authenticatorId: this.authenticatorId, credential: { ...credential, signCount }
    })
  }

  unplug () {
    return this.session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: this.authenticatorId })
  }
}

describe('a passkey', () => {
  async function begin (context, options) {
    const room = await startAlcove()
    context.after(() => room.stop())
    const browser = await Browser.start({ room })
    context.after(() => browser.stop())
    const owner = await browser.person(options)
    return { room, browser, owner }
  }

  test('makes the first admin, signs them in, is named and removed, and is none any more', async context => {
    const { room, owner } = await begin(context, { size: PHONE })
    const id = newId()
    const device = await Device.plug(owner)
    await owner.open(await room.setupLink())
    await owner.fill('Your SSB ID', 'nobody')
    await owner.press('Use a passkey instead of a password')
    await owner.sees('An ID starts with @')
    assert.deepEqual(await device.passkeys(), [])
    await owner.fill('Your SSB ID', id)
    await owner.isAccessible('the setup, with passkeys')
    await owner.picture('setup-passkey')
    await owner.press('Use a passkey instead of a password')
    await owner.comesTo('/dashboard/setup')
    assert.equal(await room.role(id), 'admin')

    await owner.open('/dashboard/account')
    await owner.sees('Passkey 1')
    await owner.isAccessible('the account, with a passkey')
    await owner.picture('account-passkey')
    await owner.press('Add a passkey')
    await owner.sees('There already is a passkey for this room on that device')
    await device.unplug()
    const key = await Device.plug(owner, 'usb')
    await key.knowsItsOwner(false)
    await owner.press('Add a passkey')
    await owner.sees('No passkey was used')
    await key.knowsItsOwner(true)
    await owner.fill('Name for a new passkey', 'Blue key')
    await owner.press('Add a passkey')
    await owner.sees('Passkey added')
    await owner.sees('Blue key')

    await owner.page.locator('summary', { hasText: 'Rename' }).nth(1).click()
    await owner.page.getByLabel('New name').nth(1).fill('Grey key 漁')
    await owner.isAccessible('the account, with a passkey to rename')
    await owner.page.locator('details[open]').getByRole('button', { name: 'Save the name' }).click()
    await owner.sees('Passkey renamed')
    await owner.sees('Grey key 漁')

    await owner.press('Sign out')
    await owner.open('/login?then=%2Fdashboard%2Faccount')
    await owner.isAccessible('signing in, with passkeys')
    await owner.picture('login-passkey')
    await owner.press('Sign in with a passkey')
    await owner.comesTo('/dashboard/account')
    await owner.sees('with a passkey')
    assert.equal((await room.list('session', 'list', id))[0].way, 'passkey')

    for (const [index, warning] of [[1, 'You can’t sign in with it any more'], [0, 'This is your only passkey']]) {
      await owner.page.locator('summary', { hasText: 'Remove' }).nth(index).click()
      await owner.page.getByText(warning).nth(index).waitFor()
      if (index === 0) await owner.picture('account-passkey-last')
      await owner.page.getByRole('button', { name: /^Yes, remove/ }).click()
      await owner.sees('Passkey removed')
    }
    await owner.press('Sign out')
    await owner.open('/login')
    await owner.press('Sign in with a passkey')
    await owner.sees('This passkey doesn’t sign anyone in here')
    assert.equal(await owner.open('/dashboard'), 200)
    await owner.comesTo('/login')
    const actions = (await room.list('audit', 'list')).map(({ action }) => action)
    for (const action of ['passkey-added', 'passkey-renamed', 'passkey-removed']) assert.ok(actions.includes(action), action)
    await owner.leave()
  })

  test('that has counted less than before is refused, and the log says so', async context => {
    const { room, owner } = await begin(context)
    const device = await Device.plug(owner)
    await owner.open(await room.setupLink())
    await owner.fill('Your SSB ID', newId())
    await owner.press('Use a passkey instead of a password')
    await owner.comesTo('/dashboard/setup')
    const signIn = async () => {
      await owner.open('/dashboard')
      await owner.press('Sign out')
      await owner.open('/login')
      await owner.press('Sign in with a passkey')
    }
    await signIn()
    await owner.comesTo('/dashboard')
    const [known] = await device.passkeys()
    await signIn()
    await owner.comesTo('/dashboard')
    await device.putBack(known, 0)
    await signIn()
    await owner.sees('This passkey doesn’t sign anyone in here')
    assert.equal((await room.list('audit', 'list'))[0].action, 'passkey-copied')
    await device.putBack(known, known.signCount + 5)
    await owner.press('Sign in with a passkey')
    await owner.comesTo('/dashboard')
  })

  test('is offered by a script, and only where the browser has it for this address', async context => {
    const { room, browser, owner } = await begin(context)
    const button = person => person.page.getByRole('button', { name: 'Sign in with a passkey' })
    await owner.open('/login')
    await button(owner).waitFor()
    await owner.open(room.url('/login').replace('localhost', '127.0.0.1'))
    await owner.sees('With your app')
    assert.equal(await button(owner).isVisible(), false, 'at another name of this machine')
    const plain = await browser.person({ scripts: false })
    await plain.open('/login')
    assert.equal(await button(plain).isVisible(), false, 'without scripts')
  })
})
