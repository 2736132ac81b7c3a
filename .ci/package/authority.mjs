// Let's Encrypt's authority for tests, with a DNS in which all names are this machine, and where it looks for proofs as the
// real one does: on ports 80 and 443. It refuses good nonces now and then, and takes its time.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import tls from 'node:tls'
import { outside } from './machine.mjs'

const programs = process.env.ALCOVE_TEST_PEBBLE
const patience = 60_000
const [directory, management, dns, control] = [14000, 15000, 8053, 8055]

export class Authority {
  /** Starts one for the domain; the folder keeps its files. */
  static async start (folder, name) {
    assert.ok(programs, 'there is no authority: export ALCOVE_TEST_PEBBLE=$(.ci/pebble)')
    const authority = new Authority(folder, name)
    await authority.#open()
    return authority
  }

  constructor (folder, name) {
    Object.assign(this, { folder, name, processes: [] })
  }

  async #open () {
    mkdirSync(this.folder, { recursive: true })
    outside('openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
      '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', this.#path('own.key'), '-out', this.own)
    writeFileSync(this.#path('pebble.json'), JSON.stringify({
      pebble: {
        listenAddress: `127.0.0.1:${directory}`,
        managementListenAddress: `127.0.0.1:${management}`,
        certificate: this.own,
        privateKey: this.#path('own.key'),
        httpPort: 80,
        tlsPort: 443,
        retryAfter: { authz: 1, order: 1 },
        keyAlgorithm: 'ecdsa'
      }
    }))
    this.#run('pebble-challtestsrv', '-dnsserver', `127.0.0.1:${dns}`, '-management', `127.0.0.1:${control}`, '-doh', '',
      '-defaultIPv6', '', '-http01', '', '-https01', '', '-tlsalpn01', '')
    this.#run('pebble', '-config', this.#path('pebble.json'), '-dnsserver', `127.0.0.1:${dns}`)
    for (const port of [control, directory, management]) await until(`port ${port}`, () => isOpen(port))
    const { body } = await get({ port: management, path: '/roots/0', host: 'localhost', ca: readFileSync(this.own) })
    writeFileSync(this.root, body)
    mkdirSync(this.#path('home/.pki/nssdb'), { recursive: true })
    const keys = `sql:${this.#path('home/.pki/nssdb')}`
    outside('certutil', '-d', keys, '-N', '--empty-password')
    outside('certutil', '-d', keys, '-A', '-n', 'pebble', '-t', 'C,,', '-i', this.root)
  }

  #path (file) {
    return join(this.folder, file)
  }

  #run (program, ...words) {
    const log = openSync(this.#path(`${program}.log`), 'a')
    this.processes.push(spawn(join(programs, program), words, {
      stdio: ['ignore', log, log],
      env: { PEBBLE_WFE_NONCEREJECT: '15', PEBBLE_VA_SLEEPTIME: '1', PEBBLE_AUTHZREUSE: '0' }
    }))
  }

  get url () {
    return `https://localhost:${directory}/dir`
  }

  /** The file with the certificate of its own address. */
  get own () {
    return this.#path('own.pem')
  }

  /** The file with the root of what it issues. */
  get root () {
    return this.#path('root.pem')
  }

  /** What apps are started with to reach the domain; see Domain of the interop tests, and the next two as well. */
  get network () {
    return { PEER_NETWORK: JSON.stringify({ domain: this.name, https: 443 }), NODE_EXTRA_CA_CERTS: this.root }
  }

  get browserFlags () {
    return [`--host-resolver-rules=MAP ${this.name} 127.0.0.1, MAP *.${this.name} 127.0.0.1`]
  }

  /** The home of a browser that trusts it. */
  get browserHome () {
    return this.#path('home')
  }

  /** How many orders it has taken. */
  get orders () {
    return readFileSync(this.#path('pebble.log'), 'utf8').match(/Added order /g)?.length ?? 0
  }

  /** Waits until the host shows a certificate of this authority for that host, and gives its fingerprint. */
  async certificate (host) {
    let shown
    await until(`a certificate for ${host}`, async () => {
      shown = await this.#shown(host)
      return shown?.subjectaltname === `DNS:${host}`
    })
    return shown.fingerprint256
  }

  #shown (host) {
    return new Promise(resolve => {
      const socket = tls.connect({ port: 443, host: '127.0.0.1', servername: host, ca: readFileSync(this.root) }, () => {
        const { subjectaltname, fingerprint256 } = socket.getPeerCertificate()
        socket.destroy()
        resolve({ subjectaltname, fingerprint256 })
      })
      socket.once('error', () => resolve(undefined))
    })
  }

  /** A page by HTTPS from a host whose certificate is of this authority. */
  page (host, path = '/') {
    return get({ port: 443, path, host, ca: readFileSync(this.root) })
  }

  stop () {
    for (const process of this.processes) process.kill('SIGKILL')
  }
}

/** A page by plain HTTP. */
export function plainPage (host, path) {
  return get({ port: 80, path, host }, http)
}

function get ({ host, ...where }, client = https) {
  return new Promise((resolve, reject) => {
    client.get({ ...where, host: '127.0.0.1', servername: host, headers: { host }, agent: false, timeout: patience }, async answer => {
      let body = ''
      for await (const text of answer.setEncoding('utf8')) body += text
      resolve({ status: answer.statusCode, headers: answer.headers, body })
    }).once('error', reject)
  })
}

function isOpen (port) {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    }).once('error', () => resolve(false))
  })
}

async function until (what, holds) {
  const end = Date.now() + patience
  while (!await holds()) {
    assert.ok(Date.now() < end, `${what}: not within ${patience} ms`)
    await pause(100)
  }
}
