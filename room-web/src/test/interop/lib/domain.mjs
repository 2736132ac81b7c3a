// A domain with HTTPS, as operators have it: Debian's Caddy in front of the room, with certificates of its own
// authority for the domain and all names below it.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { within } from './time.mjs'

const running = new Set()
process.on('exit', () => { for (const domain of running) domain.dispose() })

export class Domain {
  /** Serves the room as `name` and `*.name`; peers started with `network` reach it there. */
  static async start (name, room) {
    const domain = new Domain(name, await freePort())
    await domain.#serve(room.httpPort)
    return domain
  }

  constructor (name, port) {
    this.name = name
    this.port = port
    this.folder = mkdtempSync(join(tmpdir(), 'interop-caddy-'))
    this.log = ''
  }

  /** What `Peer.start` takes. */
  get network () {
    return {
      PEER_NETWORK: JSON.stringify({ domain: this.name, https: this.port }),
      NODE_EXTRA_CA_CERTS: this.#authority
    }
  }

  /** What a Chromium is started with to reach it. */
  get browserFlags () {
    return [`--host-resolver-rules=MAP ${this.name}:443 127.0.0.1:${this.port}, MAP *.${this.name}:443 127.0.0.1:${this.port}`]
  }

  get #authority () {
    return join(this.folder, 'pki', 'authorities', 'local', 'root.crt')
  }

  async #serve (upstream) {
    const file = join(this.folder, 'Caddyfile')
    writeFileSync(file, `
{
  admin off
  auto_https disable_redirects
  skip_install_trust
  https_port ${this.port}
  storage file_system ${this.folder}
}
${this.name}, *.${this.name} {
  bind 127.0.0.1
  tls internal
  reverse_proxy 127.0.0.1:${upstream}
}
`)
    this.process = spawn('caddy', ['run', '--adapter', 'caddyfile', '--config', file], {
      env: { ...process.env, HOME: this.folder, XDG_DATA_HOME: this.folder, XDG_CONFIG_HOME: this.folder },
      stdio: ['ignore', 'ignore', 'pipe']
    })
    running.add(this)
    this.process.stderr.setEncoding('utf8').on('data', text => { this.log = (this.log + text).slice(-8000) })
    const failed = new Promise((resolve, reject) => {
      this.process.once('error', error => reject(new Error(`cannot start caddy: ${error.message}`)))
      this.process.once('exit', code => reject(new Error(`caddy ended with ${code}\n${this.log}`)))
    })
    failed.catch(() => {})
    await Promise.race([failed, within(20_000, 'the certificates', this.#certified(), () => this.log)])
  }

  /** Both certificates are there, and so is the listener, which comes before them. */
  async #certified () {
    const made = name => existsSync(join(this.folder, 'certificates', 'local', name, `${name}.crt`))
    while (!made(this.name) || !made(`wildcard_.${this.name}`)) await pause(50)
  }

  async stop () {
    this.dispose()
  }

  dispose () {
    if (!running.delete(this)) return
    this.process.kill('SIGKILL')
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** A port that nobody listens on. */
export const freePort = () => new Promise(resolve => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address()
    probe.close(() => resolve(port))
  })
})
