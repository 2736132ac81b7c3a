// A bare client: muxrpc over box stream over the secret handshake, with no plugin that acts on its own.
import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { within } from './time.mjs'

const require = createRequire(new URL('../modern/package.json', import.meta.url))
const MultiServer = require('multiserver')
const muxrpc = require('muxrpc')
const ssbKeys = require('ssb-keys')
const caps = require('ssb-caps')
export const pull = require('pull-stream')
const pair = require('pull-pair')

const bytes = base64 => Buffer.from(base64.split('.')[0], 'base64')

/** What a room may be asked; procedures that no room has are there to be refused. */
export const manifest = {
  manifest: 'async',
  whoami: 'async',
  createHistoryStream: 'source',
  gossip: { ping: 'duplex' },
  ebt: { replicate: 'duplex' },
  invite: { use: 'async' },
  room: {
    metadata: 'async',
    registerAlias: 'async',
    revokeAlias: 'async',
    listAliases: 'async',
    attendants: 'source',
    members: 'source',
    connect: 'duplex',
    ping: 'async'
  },
  tunnel: {
    isRoom: 'async',
    announce: 'async',
    leave: 'async',
    endpoints: 'source',
    connect: 'duplex',
    ping: 'async'
  },
  no: { such: 'async', source: 'source', duplex: 'duplex', sink: 'sink' },
  nothing: 'async'
}

const own = { tunnel: { connect: 'duplex', ping: 'async' }, gossip: { ping: 'duplex' } }

/**
 * Connects to the address with fresh keys or the given ones.
 * @param also names a further procedure and its type
 * @param onTunnel takes the arguments of a tunnel that somebody opens to this client and returns the duplex for it;
 *   without it, tunnels echo
 */
export async function connectWire (address, { keys = newKeys(), also, onTunnel } = {}) {
  const shs = require('multiserver/plugins/shs')({
    keys: { publicKey: bytes(keys.public), secretKey: bytes(keys.private) },
    appKey: bytes(caps.shs),
    timeout: 10_000,
    auth: (id, cb) => cb(null, true)
  })
  const client = MultiServer([
    [require('multiserver/plugins/net')({}), shs],
    [require('multiserver/plugins/ws')({}), shs]
  ])
  const stream = await within(30_000, `a connection to ${address}`,
    new Promise((resolve, reject) =>
      client.client(address, (error, connected) => error ? reject(error) : resolve(connected))))
  return new Wire(stream, keys.id, also ? withProcedure(also) : manifest, onTunnel ?? pair)
}

/** The seed in the invite codes of the first rooms. */
export const GUEST_SEED = 'SSB+Room+PSK3TLYC2T86EHQCUHBUHASCASE18JBV24='

export const newKeys = () => ssbKeys.generate()

export const keysOf = seed => ssbKeys.generate('ed25519', Buffer.from(seed, 'base64'))

/** Always the same keys for a text. */
export const keysFor = text => keysOf(createHash('sha256').update(text).digest('base64'))

/** What the owner of keys signs to have an alias. */
export const signAlias = (keys, room, user, alias) =>
  ssbKeys.sign(keys, `=room-alias-registration:${room}:${user}:${alias}`)

function withProcedure ({ path, type }) {
  const extended = structuredClone(manifest)
  const names = path.split('.')
  const last = names.pop()
  names.reduce((api, name) => (api[name] ??= {}), extended)[last] = type
  return extended
}

class Wire {
  constructor (stream, id, manifest, onTunnel) {
    this.id = id
    this.tunnels = []
    const api = {
      tunnel: {
        connect: (...args) => {
          this.tunnels.push(args)
          return onTunnel(...args)
        },
        ping: cb => cb(null, Date.now())
      },
      gossip: { ping: () => pair() }
    }
    this.rpc = muxrpc(manifest, own, api, id, null, null, false)
    this.rpc.once('closed', () => { this.closed = true })
    this.ended = new Promise(resolve => this.rpc.once('closed', resolve))
    pull(stream, this.rpc.stream, stream)
  }

  #at (path) {
    return path.split('.').reduce((api, name) => api[name], this.rpc)
  }

  /** The answer to an async call. */
  call (path, ...args) {
    return within(30_000, `an answer to ${path}`, new Promise((resolve, reject) =>
      this.#at(path)(...args, (error, value) => error ? reject(error) : resolve(value))))
  }

  /** All items of a source that ends. */
  collect (path, ...args) {
    return within(30_000, `the end of ${path}`, new Promise((resolve, reject) =>
      pull(this.#at(path)(...args), pull.collect((error, items) => error ? reject(error) : resolve(items)))))
  }

  /** The items of a source that goes on. */
  watch (path, ...args) {
    return new Watch(path, this.#at(path)(...args))
  }

  /** A duplex: what is sent with `send` goes out, what comes back is watched. */
  duplex (path, ...args) {
    const outgoing = pushable()
    const duplex = this.#at(path)(...args, () => {})
    pull(outgoing.source, duplex.sink)
    return Object.assign(new Watch(path, duplex.source), { send: outgoing.send, finish: outgoing.end })
  }

  /** The first sign of life of a procedure called without arguments, as text. */
  async probe (path, type) {
    if (type === 'async' || type === 'sync') {
      return this.call(path).then(JSON.stringify, error => error.message)
    }
    const stream = type === 'source' ? this.watch(path) : this.duplex(path)
    // Not ended: muxrpc's duplex does not tell of the other side's end once its own is said.
    stream.send?.(Date.now())
    return Promise.race([stream.until(() => true), stream.end()])
      .then(sign => sign?.message ?? JSON.stringify(sign), error => error.message)
  }

  async close () {
    if (this.closed) return
    this.rpc.close(true, () => {})
    await within(20_000, 'the close', this.ended)
  }
}

class Watch {
  constructor (path, source) {
    this.path = path
    this.items = []
    this.watchers = new Set()
    pull(source, pull.drain(item => {
      this.items.push(item)
      this.#notify()
    }, error => {
      this.over = true
      this.error = error === true ? null : error
      this.#notify()
    }))
  }

  #notify () {
    for (const check of [...this.watchers]) check()
  }

  #wait (what, find) {
    let check
    const found = new Promise((resolve, reject) => {
      check = () => find(resolve, reject)
      this.watchers.add(check)
      check()
    })
    return within(20_000, `${this.path}: ${what}`, found, () => JSON.stringify(this.items).slice(0, 2000))
      .finally(() => this.watchers.delete(check))
  }

  /** The first item, past or to come, that suits. */
  until (suits) {
    return this.#wait('an item', (resolve, reject) => {
      const index = this.items.findIndex(suits)
      if (index >= 0) resolve(this.items[index])
      else if (this.over) reject(this.error ?? new Error(`${this.path} has ended`))
    })
  }

  /** The error with which the stream ends, or null. */
  end () {
    return this.#wait('the end', resolve => { if (this.over) resolve(this.error) })
  }
}

function pushable () {
  const queue = []
  let waiting = null
  let over = false
  const flush = () => {
    if (!waiting || (queue.length === 0 && !over)) return
    const cb = waiting
    waiting = null
    if (queue.length > 0) cb(null, queue.shift())
    else cb(true)
  }
  return {
    source: (abort, cb) => {
      if (abort) return cb(abort)
      waiting = cb
      flush()
    },
    send: item => { queue.push(item); flush() },
    end: () => { over = true; flush() }
  }
}
