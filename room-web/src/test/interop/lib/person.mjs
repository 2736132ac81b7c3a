// People with a browser: Debian's Chromium, in which a domain of the tests is this machine and its certificate is good.
// With SCREENSHOTS set to a folder, it is where their pictures of pages go.
import { createRequire } from 'node:module'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import assert from 'node:assert/strict'

const require = createRequire(new URL('../browser/package.json', import.meta.url))
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
const SCREENSHOTS = process.env.SCREENSHOTS && resolve(process.env.SCREENSHOTS)
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

export const SMALLEST = { width: 320, height: 640 }
export const PHONE = { width: 390, height: 844 }
export const DESKTOP = { width: 1200, height: 900 }
export const ANDROID = 'Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36'

export class Browser {
  /** Starts Chromium for a site: a domain with HTTPS, whose certificates count if it has a home for browsers, or a room on this machine. */
  static async start ({ domain, room }) {
    if (!existsSync(CHROMIUM)) throw new Error(`no ${CHROMIUM}: install Debian's chromium, or set CHROMIUM`)
    const browser = await require('playwright-core').chromium.launch({
      executablePath: CHROMIUM,
      headless: true,
      env: { ...process.env, HOME: domain?.browserHome ?? process.env.HOME },
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync', ...(domain?.browserFlags ?? [])]
    })
    return new Browser(browser, domain ? `https://${domain.name}` : room.url('').replace(/\/$/, ''), domain?.browserHome)
  }

  constructor (browser, site, home) {
    Object.assign(this, { browser, site, home })
  }

  /** Somebody with a browser of their own; one of a phone if it says so. */
  async person ({ size = DESKTOP, dark = false, forced = false, language = 'en', scripts = true, userAgent, zone } = {}) {
    const context = await this.browser.newContext({
      viewport: size,
      colorScheme: dark ? 'dark' : 'light',
      forcedColors: forced ? 'active' : 'none',
      locale: language,
      javaScriptEnabled: scripts,
      userAgent,
      isMobile: userAgent === ANDROID,
      hasTouch: userAgent === ANDROID,
      timezoneId: zone,
      ignoreHTTPSErrors: !this.home,
      permissions: scripts ? ['clipboard-read', 'clipboard-write'] : []
    })
    return new Person(await context.newPage(), context, this.site)
  }

  async stop () {
    await this.browser.close()
  }
}

/** One person and the page that they look at. What goes wrong in it fails the test that looks. */
export class Person {
  constructor (page, context, site) {
    this.page = page
    this.context = context
    this.site = site
    this.faults = []
    page.setDefaultTimeout(20_000)
    page.on('pageerror', error => this.faults.push(`script: ${error.message}`))
    page.on('console', message => {
      // The browser itself reports answers such as 403, which pages are meant to have.
      if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) this.faults.push(message.text())
    })
    page.on('request', request => {
      const { origin, protocol } = new URL(request.url())
      if (protocol !== 'data:' && !this.isOurs(origin)) this.faults.push(`asked elsewhere: ${request.url()}`)
    })
  }

  isOurs (origin) {
    const { host } = new URL(this.site)
    return new URL(origin).host === host || new URL(origin).host.endsWith(`.${host}`)
  }

  /** Opens a path or a link of the site; resolves with the status. */
  async open (path) {
    const response = await this.page.goto(new URL(path, this.site).href)
    return response.status()
  }

  get path () {
    const { pathname, search } = new URL(this.page.url())
    return pathname + search
  }

  text () {
    return this.page.locator('main').innerText()
  }

  /** Presses the button or follows the link of that name. */
  async press (name) {
    await this.page.getByRole('button', { name }).or(this.page.getByRole('link', { name })).first().click()
  }

  async fill (label, value) {
    await this.page.getByLabel(label).and(this.page.locator('input, textarea')).first().fill(value)
  }

  /** Waits until the page says so. */
  async sees (text) {
    await this.page.getByText(text).filter({ visible: true }).first().waitFor()
  }

  /** Waits until the address of the page is one of these paths. */
  async comesTo (path) {
    await this.page.waitForURL(url => new URL(url).pathname === path)
  }

  /** The link that opens an app. */
  async appLink () {
    return this.page.locator('a[href^="ssb:"]').first().getAttribute('href')
  }

  /** Nothing of this page is in anybody's way: axe finds nothing, nothing sticks out, no script has failed. */
  async isAccessible (what = this.path) {
    await this.page.evaluate(AXE)
    const { violations } = await this.page.evaluate(() => globalThis.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    }))
    const found = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(node => node.html).slice(0, 3).join(' | ')}`)
    assert.deepEqual(found, [], what)
    await this.isReadable(what)
  }

  /** Nothing of this page sticks out, is cut off or has a word broken in two, and no script has failed. */
  async isReadable (what = this.path) {
    assert.deepEqual(await this.page.evaluate(unreadable), [], what)
    assert.deepEqual(this.faults, [], what)
  }

  /** Takes a picture of the whole page, if anybody wants some. */
  async picture (name) {
    if (!SCREENSHOTS) return
    mkdirSync(SCREENSHOTS, { recursive: true })
    // Not as a full page: for that Chromium forgets that it is a phone.
    const size = this.page.viewportSize()
    const height = await this.page.evaluate(() => document.documentElement.scrollHeight)
    await this.page.setViewportSize({ ...size, height: Math.max(size.height, height) })
    await this.page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) })
    await this.page.setViewportSize(size)
  }

  async leave () {
    assert.deepEqual(this.faults, [])
    await this.context.close()
  }
}

/** Runs in a page: what cannot be read in it. */
function unreadable () {
  const found = []
  const [inside, outside] = [document.documentElement.clientWidth, document.documentElement.scrollWidth]
  if (outside > inside) found.push(`the page is ${outside} pixels wide in a window of ${inside}`)
  for (const each of document.querySelectorAll('body *:not(.unseen, .skip, input, textarea, select, svg, svg *)')) {
    const { overflowX, clipPath } = getComputedStyle(each)
    const hides = overflowX !== 'visible' && overflowX !== 'auto' && clipPath === 'none'
    if (hides && each.checkVisibility() && each.scrollWidth > each.clientWidth + 1) found.push(`cut off: ${each.outerHTML.slice(0, 200)}`)
  }
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const range = document.createRange()
  for (let text; (text = words.nextNode());) {
    const parent = text.parentElement
    // Codes, ids and what people wrote may break anywhere.
    if (!parent.checkVisibility() || parent.closest('code, .id, .key, [dir=auto], .unseen, script, select, svg')) continue
    for (const { index, 0: word } of text.data.matchAll(/[\p{L}\p{M}’]{2,}/gu)) {
      range.setStart(text, index)
      range.setEnd(text, index + word.length)
      const lines = new Set([...range.getClientRects()].filter(({ width }) => width > 0).map(({ top }) => Math.round(top)))
      if (lines.size > 1) found.push(`broken: ${word}`)
    }
  }
  return found
}
