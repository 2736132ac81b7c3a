// Every page in Chromium: nothing in anybody's way, on a phone and a desk, light and dark, and from right to left.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { ANDROID, DESKTOP, PHONE, SMALLEST } from './lib/person.mjs'
import { Site } from './lib/site.mjs'

const ON_A_DESK = 'light, on a desk'
const ON_A_PHONE = 'dark, on a phone'
const IN_ARABIC = 'dark, on a phone, in Arabic'
/** The pages that are pictured in Arabic as well. */
const PICTURED = ['landing', 'join']
const LOOKS = [
  [ON_A_DESK, { size: DESKTOP }],
  [ON_A_PHONE, { size: PHONE, dark: true, userAgent: ANDROID }],
  ['light, on the smallest phone, in German', { size: SMALLEST, userAgent: ANDROID, language: 'de' }],
  [IN_ARABIC, { size: PHONE, dark: true, userAgent: ANDROID, language: 'ar' }],
  ['dark, on a desk, in Arabic', { size: DESKTOP, dark: true, language: 'ar' }],
  ['with the colours of the system, on a phone', { size: PHONE, userAgent: ANDROID, forced: true }]
]

describe('every page', () => {
  let site
  before(async () => { site = await Site.start() })
  after(() => site?.stop())

  for (const [look, options] of LOOKS) {
    test(look, async context => {
      const person = await site.browser.person(options)
      context.after(() => person.context.close())
      for (const [name, path, status] of site.visitorPages) {
        await show(person, look, name, path, status)
        if (look === ON_A_PHONE) await person.picture(name)
        if (look === IN_ARABIC && PICTURED.includes(name)) await person.picture(`${name}-ar`)
      }
      assert.equal(await person.open(await site.signInUrl()), 200)
      for (const [name, path] of site.adminPages) {
        await show(person, look, name, path)
        if (look === ON_A_DESK) await person.picture(name)
      }
    })
  }

  async function show (person, look, name, path, status = 200) {
    assert.equal(await person.open(path), status, path)
    if (name === 'doctor') await person.page.locator('#finish').waitFor({ state: 'detached' })
    await person.isAccessible(`${name}, ${look}`)
  }

  test('an invite is printed as a poster, and as nothing else', async context => {
    const person = await site.browser.person()
    context.after(() => person.leave())
    assert.equal(await person.open(await site.signInUrl()), 200)
    await person.open('/dashboard/invites')
    await person.page.fill('#until', '2031-07-01')
    await person.press('Create invite')
    await person.sees('Here is the link')
    site.room.invited(await person.page.locator('#link').innerText())
    await person.page.emulateMedia({ media: 'print' })
    const poster = person.page.locator('.poster')
    const seen = await person.page.locator('body').innerText()
    assert.equal(seen.trim(), (await poster.innerText()).trim())
    for (const part of ['Reed Bed', 'For people who watch <birds>', 'Scan to join', '/join?invite=', 'Valid until Jul 1, 2031']) assert.ok(seen.includes(part), part)
    const { width, height } = await poster.locator('.qr').boundingBox()
    assert.ok(Math.min(width, height) >= 9 / 2.54 * 96, `${width} by ${height}`)
    for (const format of ['A4', 'Letter']) {
      const paper = (await person.page.pdf({ format })).toString('latin1')
      assert.equal(paper.match(/\/Type \/Page\b(?!s)/g).length, 1, format)
    }
  })

  test('can be used with the keyboard alone', async context => {
    const person = await site.browser.person({ size: PHONE })
    context.after(() => person.context.close())
    await person.open('/login/password')
    await person.page.keyboard.press('Tab')
    assert.equal(await person.page.evaluate(() => document.activeElement.getAttribute('href')), '#main')
    await person.page.keyboard.press('Enter')
    const reached = []
    for (let i = 0; i < 12; i++) {
      await person.page.keyboard.press('Tab')
      reached.push(await person.page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim()))
    }
    for (const each of ['name', 'password', 'Sign in', 'site-language']) assert.ok(reached.includes(each), `${each}: ${reached}`)
  })
})
