// Every page in Chromium, in every language: nothing in anybody's way, on a phone and a desk, light and dark.
import { after, before, describe, test } from 'node:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import assert from 'node:assert/strict'
import { startAlcove } from './lib/room.mjs'
import { Domain } from './lib/domain.mjs'
import { Peer } from './lib/peer.mjs'
import { ANDROID, Browser, DESKTOP, PHONE } from './lib/person.mjs'
import { LANGUAGES, sentences } from './lib/texts.mjs'
import { newKeys } from './lib/wire.mjs'

const DOMAIN = 'room.test'
const SMALLEST = { width: 320, height: 640 }
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

/** Name, path, and the status that it has. */
const PUBLIC = [
  ['landing', '/'],
  ['login', '/login'],
  ['login-password', '/login/password'],
  ['login-app', '/login/app?sc=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA%3D'],
  ['login-wait', `/login?ssb-http-auth=1&cid=${encodeURIComponent(newKeys().id)}&cc=x`, 403],
  ['alias', '/alias/heron'],
  ['notices', '/notice/list'],
  ['notice', '/notice/show?kind=code-of-conduct'],
  ['not-found', '/nothing/here', 404]
]
const MEMBERS = [
  ['dashboard', '/dashboard'],
  ['member-add', '/dashboard/members/add'],
  ['blocked-add', '/dashboard/blocked/add'],
  ['report', '/dashboard/report'],
  ['report-list', '/dashboard/reports'],
  ['looks', '/dashboard/settings/looks'],
  ['members', '/dashboard/members'],
  ['aliases', '/dashboard/aliases'],
  ['blocked', '/dashboard/blocked'],
  ['measurements', '/dashboard/measurements'],
  ['doctor', '/dashboard/doctor'],
  ['invites', '/dashboard/invites'],
  ['notice-list', '/dashboard/notices'],
  ['notice-edit', '/dashboard/notices/edit?kind=code-of-conduct&language=en'],
  ['settings', '/dashboard/settings'],
  ['apps', '/dashboard/settings/apps'],
  ['app', '/dashboard/settings/apps/one?id=1'],
  ['audit', '/dashboard/audit'],
  ['account', '/dashboard/account']
]

describe('every page', () => {
  let room, domain, browser, app, texts, invite
  before(async () => {
    texts = mkdtempSync(join(tmpdir(), 'interop-texts-'))
    room = await startAlcove({ flags: ['--domain', DOMAIN, '--name', 'Reed Bed'] })
    domain = await Domain.start(DOMAIN, room)
    browser = await Browser.start({ domain })
    app = await Peer.start('modern/peer', domain.network)
    await room.command('member', 'add', app.id, '--role', 'admin')
    await app.enter(room)
    await app.do('knows', room.id)
    await app.do('register', room.id, room.alias('heron'))
    invite = new URL(await room.createInvite('--uses', '9', '--label', 'for the <b>wren</b>'))
    await room.command('block', 'add', newKeys().id, '--reason', 'noise & <i>more</i>')
    await room.command('setting', 'set', 'description', 'For people who watch <birds>')
    await room.command('setting', 'set', 'contact', 'ana@example.org')
    await room.command('setting', 'set', 'imprint', 'Reed Bed Society, 7 Heron Street, Birdham')
    const notice = join(texts, 'notice.md')
    writeFileSync(notice, '# Be kind\n\nTo *birds*, and to each other.\n')
    await room.command('notice', 'set', 'code-of-conduct', notice, '--title', 'How we are here')
  })
  after(async () => {
    await browser?.stop()
    await app?.stop()
    await domain?.stop()
    await room?.stop()
    rmSync(texts, { recursive: true, force: true })
  })

  for (const [look, options] of LOOKS) {
    test(look, async context => {
      const person = await browser.person(options)
      context.after(() => person.context.close())
      for (const [name, path, status] of [...PUBLIC, ['join', invite.pathname + invite.search]]) {
        await show(person, look, name, path, status)
        if (look === ON_A_PHONE) await person.picture(name)
        if (look === IN_ARABIC && PICTURED.includes(name)) await person.picture(`${name}-ar`)
      }
      assert.equal(await person.open(await app.do('signInUrl', room.id)), 200)
      for (const [name, path] of [...MEMBERS, ['member', `/dashboard/members/one?id=${encodeURIComponent(app.id)}`]]) {
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
    const person = await browser.person()
    context.after(() => person.leave())
    assert.equal(await person.open(await app.do('signInUrl', room.id)), 200)
    await person.open('/dashboard/invites')
    await person.page.fill('#until', '2031-07-01')
    await person.press('Create invite')
    await person.sees('Here is the link')
    room.invited(await person.page.locator('#link').innerText())
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

  for (const language of LANGUAGES) {
    test(`in ${language}, on the smallest phone and on a desk`, async context => {
      const foreign = sentences(language)
      const member = encodeURIComponent(app.id)
      const person = await browser.person({ language })
      context.after(() => person.context.close())
      await read(person, [...PUBLIC, ['join', invite.pathname + invite.search]], foreign)
      assert.equal(await person.open(await app.do('signInUrl', room.id)), 200)
      await read(person, [...MEMBERS, ['member', `/dashboard/members/one?id=${member}`]], foreign)
    })
  }

  async function read (person, pages, foreign) {
    for (const [name, path, status = 200] of pages) {
      assert.equal(await person.open(path), status, path)
      for (const [size, colorScheme] of [[SMALLEST, 'dark'], [DESKTOP, 'light']]) {
        await person.page.setViewportSize(size)
        await person.page.emulateMedia({ colorScheme })
        await person.isReadable(name)
      }
      const text = await person.page.evaluate(() => document.body.innerText)
      assert.deepEqual(foreign.filter(sentence => text.includes(sentence)), [], `English in ${name}`)
    }
  }

  test('can be used with the keyboard alone', async context => {
    const person = await browser.person({ size: PHONE })
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
