// A room of three hundred people: how a stranger comes in from a chat, and what those who look after it do all day.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { control } from './lib/control.mjs'
import { Domain, freePort } from './lib/domain.mjs'
import { Peer } from './lib/peer.mjs'
import { ANDROID, Browser, PHONE } from './lib/person.mjs'
import { startAlcove } from './lib/room.mjs'
import { newKeys } from './lib/wire.mjs'

const DOMAIN = 'room.test'
const MEMBERS = 300
const memberPage = id => `/dashboard/members/one?id=${encodeURIComponent(id)}`

describe('a room of three hundred people', () => {
  let room, domain, browser, admins
  const ids = Array.from({ length: MEMBERS }, () => newKeys().id)
  before(async () => {
    room = await startAlcove({ flags: ['--domain', DOMAIN, '--name', 'Reed Bed'], httpPort: await freePort() })
    domain = await Domain.start(DOMAIN, room)
    browser = await Browser.start({ domain })
    for (const [at, id] of ids.entries()) {
      await control(room.data, 'member', 'add', id, '--role', at % 50 === 7 ? 'moderator' : 'member')
      await control(room.data, 'member', 'name', id, `Bird ${at + 1}`)
    }
    admins = await Peer.start('modern/peer', domain.network)
    await control(room.data, 'member', 'add', admins.id, '--role', 'admin')
    await admins.enter(room)
  })
  after(async () => {
    await browser?.stop()
    await admins?.stop()
    await domain?.stop()
    await room?.stop()
  })

  async function person (context, options) {
    const someone = await browser.person(options)
    context.after(() => someone.context.close())
    return someone
  }

  /** Somebody in front of a browser that their app has signed in. */
  async function signedIn (context, app, options) {
    const someone = await person(context, options)
    assert.equal(await someone.open(await app.do('signInUrl', room.id)), 200)
    return someone
  }

  test('a stranger comes in by a link from a chat, though the server starts again meanwhile', async context => {
    const invited = (await control(room.data, 'invite', 'create', '--uses', '2', '--label', 'the chat')).trim().split('\n').at(-1)
    const secret = room.invited(invited)
    const link = `https://${DOMAIN}/join?invite=${secret}`

    const bot = await person(context, { scripts: false, userAgent: 'WhatsApp/2.24.1 A' })
    await bot.open(link)
    const meta = name => bot.page.locator(`meta[property="${name}"]`).getAttribute('content')
    const [title, address, image] = [await meta('og:title'), await meta('og:url'), await meta('og:image')]
    const canonical = await bot.page.locator('link[rel=canonical]').getAttribute('href')
    assert.match(title, /Reed Bed/)
    for (const each of [title, address, image, canonical, await meta('og:description')]) assert.ok(!each.includes(secret), each)
    const picture = await bot.page.goto(image)
    assert.equal(picture.status(), 200)
    assert.equal(picture.headers()['content-type'], 'image/png')

    const stranger = await person(context, { size: PHONE, userAgent: ANDROID })
    const app = await Peer.start('modern/peer', domain.network)
    context.after(() => app.stop())
    await stranger.open(link)
    await stranger.sees('Get an app')
    assert.equal(await stranger.page.locator('svg.qr').filter({ visible: true }).count(), 0, 'nobody scans their own screen')
    await stranger.isAccessible('the invite on a phone')
    const appLink = await stranger.appLink()
    await room.end()
    await room.startAgain()

    await app.do('claim', appLink)

    await stranger.comesTo('/join/done')
    await stranger.sees('Welcome! You are a member.')
    await stranger.sees(app.id)
    assert.deepEqual(stranger.faults, [])
    const list = JSON.parse(await control(room.data, 'invite', 'list', '--json'))
    assert.equal(list.find(({ label }) => label === 'the chat').usesLeft, 1, 'what the bot fetched has spent nothing')
    await admins.enter(room)
  })

  test('an admin finds somebody, writes a note, and finds them by it', async context => {
    const admin = await signedIn(context, admins)
    await admin.open('/dashboard/members')
    await admin.fill('Search', 'bird 217')
    await admin.press('Search')
    await admin.sees('1 member')
    await admin.press('Bird 217')
    await admin.fill('Note', 'brings the boat')
    await admin.press('Save the note')
    await admin.sees('brings the boat')
    await admin.open('/dashboard/members?q=BOAT')
    await admin.sees('Bird 217')
    await admin.page.getByLabel('Role').selectOption('moderator')
    await admin.page.getByLabel('Search').fill('')
    await admin.press('Search')
    await admin.sees('6 members')
    await admin.isAccessible('the filtered list')
  })

  test('an admin revokes ten invites at once, and opens one of them again', async context => {
    for (let i = 1; i <= 12; i++) await control(room.data, 'invite', 'create', '--label', `Fair no. ${i}.`)
    const admin = await signedIn(context, admins)
    await admin.open('/dashboard/invites?q=fair&state=open')
    for (let i = 1; i <= 10; i++) await admin.page.getByLabel(`Select Fair no. ${i}.`).check()
    await admin.page.locator('summary', { hasText: 'Revoke those selected' }).click()
    await admin.isAccessible('the question before invites are revoked')
    await admin.press('Yes, revoke all that are selected')
    await admin.sees('10 invites were revoked.')

    await admin.open('/dashboard/invites?q=fair&state=revoked')
    await admin.page.getByRole('row', { name: 'Fair no. 3.' }).getByRole('button', { name: 'Reopen' }).click()
    await admin.sees('is open again')

    const open = JSON.parse(await control(room.data, 'invite', 'list', '--json')).filter(({ label, state }) =>
      label.startsWith('Fair') && state === 'open')
    assert.deepEqual(open.map(({ label }) => label).sort(), ['Fair no. 11.', 'Fair no. 12.', 'Fair no. 3.'])
  })

  test('a member reports somebody, and an admin takes the report and blocks whom it is about', async context => {
    const members = await Peer.start('modern/peer', domain.network)
    context.after(() => members.stop())
    await control(room.data, 'member', 'add', members.id)
    await members.enter(room)
    const member = await signedIn(context, members, { size: PHONE, userAgent: ANDROID })
    await member.open(memberPage(ids[40]))
    await member.press('Report this person to the moderators')
    await member.page.getByLabel('Spam or advertising').check()
    await member.fill('What happened?', 'Sells bread.')
    await member.isAccessible('a report')
    await member.press('Send the report')
    await member.sees('Your report is with the moderators now.')

    const admin = await signedIn(context, admins)
    await admin.press('open report')
    await admin.sees('Sells bread.')
    await admin.isAccessible('the reports')
    await admin.picture('reports')
    await admin.press('I’ll look after it')
    await admin.sees('You are looking after this report.')
    await admin.page.locator('article').getByRole('link', { name: 'Bird 41' }).first().click()
    await admin.page.locator('summary', { hasText: /^Block$/ }).click()
    await admin.press('Yes, block')
    await admin.sees('is blocked.')
    await admin.open('/dashboard/reports?state=closed')
    await admin.sees('Sells bread.')
    await admin.sees('Blocked')
  })

  test('what somebody wrote when their session ended is there when they are back', async context => {
    const writer = await signedIn(context, admins)
    await writer.open('/dashboard/notices/edit?kind=code-of-conduct&language=en')
    await writer.fill('Title', 'How we are here')
    await writer.fill('Text', 'Be kind to *birds*.')
    await control(room.data, 'session', 'end', admins.id, '--all')
    await writer.press('Publish')
    await writer.sees('what you sent is kept')
    await writer.isAccessible('the sign-in page that keeps a form')

    assert.equal(await admins.do('signIn', await writer.appLink()), true)

    await writer.sees('nothing has been done yet')
    await writer.isAccessible('the form that was kept')
    assert.equal(await writer.page.getByLabel('Text').inputValue(), 'Be kind to *birds*.')
    assert.equal((await control(room.data, 'notice', 'list')).includes('How we are here'), false, 'not sent by itself')
    await writer.press('Publish')
    await writer.sees('Notice published')
  })
})
