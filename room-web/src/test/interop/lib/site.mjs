// A room behind a domain that has something on each of its pages, and an admin's app in it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startAlcove } from './room.mjs'
import { Domain } from './domain.mjs'
import { Peer } from './peer.mjs'
import { Browser } from './person.mjs'
import { newKeys } from './wire.mjs'

const DOMAIN = 'room.test'

/** Name, path, and the status that it has if it is no success. */
const PUBLIC = [
  ['landing', '/'],
  ['login', '/login'],
  ['login-password', '/login/password'],
  ['login-app', '/login/app?sc=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA%3D'],
  ['login-wait', `/login?ssb-http-auth=1&cid=${encodeURIComponent(newKeys().id)}&cc=x`, 403],
  ['alias', '/alias/heron'],
  ['notices', '/notice/list'],
  ['notice', '/notice/show?kind=code-of-conduct'],
  ['kept', '/notice/privacy'],
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

export class Site {
  static async start () {
    const site = new Site()
    try {
      await site.#open()
    } catch (error) {
      await site.stop()
      throw error
    }
    return site
  }

  async #open () {
    const room = this.room = await startAlcove({ flags: ['--domain', DOMAIN, '--name', 'Reed Bed'] })
    const domain = this.domain = await Domain.start(DOMAIN, room)
    this.browser = await Browser.start({ domain })
    const app = this.app = await Peer.start('modern/peer', domain.network)
    await room.command('member', 'add', app.id, '--role', 'admin')
    await app.enter(room)
    await app.do('knows', room.id)
    await app.do('register', room.id, room.alias('heron'))
    this.invite = new URL(await room.createInvite('--uses', '9', '--label', 'for the <b>wren</b>'))
    await room.command('block', 'add', newKeys().id, '--reason', 'noise & <i>more</i>')
    await room.command('setting', 'set', 'description', 'For people who watch <birds>')
    await room.command('setting', 'set', 'contact', 'ana@example.org')
    await room.command('setting', 'set', 'imprint', 'Reed Bed Society, 7 Heron Street, Birdham')
    this.folder = mkdtempSync(join(tmpdir(), 'interop-site-'))
    const notice = join(this.folder, 'notice.md')
    writeFileSync(notice, '# Be kind\n\nTo *birds*, and to each other.\n')
    await room.command('notice', 'set', 'code-of-conduct', notice, '--title', 'How we are here')
  }

  /** Pages for everybody: name, path, and the status that it has if it is no success. */
  get visitorPages () {
    return [...PUBLIC, ['join', this.invite.pathname + this.invite.search]]
  }

  /** Pages of an admin, in the same way. */
  get adminPages () {
    return [...MEMBERS, ['member', `/dashboard/members/one?id=${encodeURIComponent(this.app.id)}`]]
  }

  /** A link by which a browser is signed in as the admin. */
  signInUrl () {
    return this.app.do('signInUrl', this.room.id)
  }

  async stop () {
    await this.browser?.stop()
    await this.app?.stop()
    await this.domain?.stop()
    await this.room?.stop()
    if (this.folder) rmSync(this.folder, { recursive: true, force: true })
  }
}
