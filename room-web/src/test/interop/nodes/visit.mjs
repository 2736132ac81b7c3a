// Visits of the room's pages by the balancer, and browsers without a screen that come to the node of choice.
import { request } from 'node:https'
import { text } from 'node:stream/consumers'
import { within } from '../lib/time.mjs'
import { DOMAIN, SECURE_PAGES } from './ports.mjs'

/** Resolves with the response as soon as it begins. */
export function visit (path, { headers, body, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const asked = request({
      host: '127.0.0.1',
      port: SECURE_PAGES,
      path,
      servername: DOMAIN,
      rejectUnauthorized: false,
      timeout: 30_000,
      headers: { host: DOMAIN, ...headers },
      ...options
    }, resolve)
    asked.on('timeout', () => asked.destroy(new Error('no answer')))
    asked.on('error', reject).end(body)
  })
}

const ENTITIES = { '&amp;': '&', '&quot;': '"', '&#39;': "'", '&lt;': '<', '&gt;': '>' }
const unescaped = html => html.replaceAll(/&(amp|quot|#39|lt|gt);/g, entity => ENTITIES[entity])

/** Keeps cookies, and sends the form of the last page as that has it. */
export class Browser {
  #cookies = new Map()
  #page = ''

  /** @param origins an address of this machine for each node, from which the balancer leads there */
  constructor (origins) {
    this.origins = origins
  }

  /** Asks a node, without reading the answer. */
  async #ask (node, path, { headers, ...options } = {}) {
    const cookie = [...this.#cookies].map(pair => pair.join('=')).join('; ')
    const response = await visit(path, {
      ...options,
      agent: false,
      localAddress: this.origins.get(node.number),
      headers: { accept: 'text/html', ...(cookie && { cookie }), ...headers }
    })
    for (const each of response.headers['set-cookie'] ?? []) this.#keep(each)
    return response
  }

  #keep (cookie) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)
    if (/Max-Age=0(;|$)/.test(cookie)) this.#cookies.delete(name)
    else this.#cookies.set(name, value)
  }

  /** Opens a page at a node; resolves with its status. */
  async open (node, path) {
    const response = await this.#ask(node, path)
    this.#page = await text(response)
    return response.statusCode
  }

  /** Listens to events at a node; resolves, once that listens, with what completes as the page is told that it is done. */
  async listen (node, path) {
    const response = await this.#ask(node, path, { headers: { accept: 'text/event-stream' } })
    const told = text(response)
    told.catch(() => {})
    if (response.statusCode !== 200) throw new Error(`${path}: ${response.statusCode}`)
    return async () => {
      const events = await within(30_000, `the end of ${path}`, told)
      if (!events.includes('event: done')) throw new Error(`${path}: ${events}`)
    }
  }

  /** Sends the form that the page has under this name to a node; resolves with the status. */
  async submit (node, id) {
    const [form, action] = new RegExp(`<form id="${id}" [^>]*action="([^"]+)"[\\s\\S]*?</form>`).exec(this.#page) ?? []
    if (!form) throw new Error(`no form ${id} in ${this.#page}`)
    const fields = [...form.matchAll(/<input [^>]*>/g)].map(([input]) =>
      ['name', 'value'].map(what => unescaped(new RegExp(`${what}="([^"]*)"`).exec(input)?.[1] ?? '')))
    const response = await this.#ask(node, action, {
      method: 'POST', body: `${new URLSearchParams(fields)}`, headers: { 'content-type': 'application/x-www-form-urlencoded' }
    })
    this.#page = await text(response)
    return response.statusCode
  }

  /** The link of the page by which an app signs it in. */
  get appLink () {
    return unescaped(/href="(ssb:[^"]+)"/.exec(this.#page)[1])
  }

  sees (what) {
    return this.#page.includes(what)
  }
}
