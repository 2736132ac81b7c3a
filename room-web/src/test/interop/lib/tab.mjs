// A peer in a tab of Debian's Chromium, with a fresh profile; the same face as a peer in a process.
import { createRequire } from 'node:module'
import { createServer } from 'node:http'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { within } from './time.mjs'
import { Remote } from './remote.mjs'

const require = createRequire(new URL('../browser/package.json', import.meta.url))
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'

/** The script of the page, some seconds of work. */
export const bundle = () => require('./bundle.cjs')()

export class Tab extends Remote {
  /** Opens a tab on the bundled script and waits until its peer takes commands; it can reach the domain, if one is given. */
  static async open (script, domain) {
    if (!existsSync(CHROMIUM)) throw new Error(`no ${CHROMIUM}: install Debian's chromium, or set CHROMIUM`)
    const tab = new Tab()
    await tab.#launch(script, domain)
    await tab.until('ready', () => true)
    tab.id = await tab.do('id')
    return tab
  }

  constructor () {
    super('browser tab')
    this.profile = mkdtempSync(join(tmpdir(), 'interop-chromium-'))
  }

  async #launch (script, domain) {
    const page = '<!doctype html><meta charset="utf-8"><title>peer</title><script src="peer.js"></script>'
    this.server = createServer((request, response) => request.url === '/peer.js'
      ? response.setHeader('content-type', 'text/javascript').end(script)
      : response.setHeader('content-type', 'text/html').end(page))
    await new Promise(resolve => this.server.listen(0, '127.0.0.1', resolve))

    this.context = await require('playwright-core').chromium.launchPersistentContext(this.profile, {
      executablePath: CHROMIUM,
      headless: true,
      env: { ...process.env, HOME: domain?.browserHome ?? process.env.HOME },
      ignoreHTTPSErrors: !domain?.browserHome,
      args: [...(domain?.browserFlags ?? []), '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync']
    })
    this.page = this.context.pages()[0]
    this.page.on('console', message => this.keep(`${message.text()}\n`))
    this.page.on('pageerror', error => this.keep(`${error.stack}\n`))
    await this.page.exposeFunction('report', (event, data) => this.happened(event, data))
    this.origin = `http://127.0.0.1:${this.server.address().port}`
    await this.page.goto(`${this.origin}/`)
  }

  doWithin (milliseconds, command, ...args) {
    const answer = this.page.evaluate(([name, list]) => window.peer[name](...list), [command, args])
    return within(milliseconds, `${this.kind} ${command} ${args.join(' ')}`, answer, () => this.log)
  }

  async stop () {
    await this.context?.close()
    this.server?.close()
    rmSync(this.profile, { recursive: true, force: true })
  }
}
