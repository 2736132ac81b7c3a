// A room on a machine that is not like those of its developers: an installed copy (launcher and jar in one folder that
// everybody may read), started behind a command that changes what surrounds it.
import { spawn } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import assert from 'node:assert/strict'
import { within } from '../lib/time.mjs'

const here = path => fileURLToPath(new URL(path, import.meta.url))
const checkout = here('../../../../../')

/** Not below /tmp, which one of the machines has filled. */
const root = mkdtempSync('/var/tmp/alcove-machines-')
chmodSync(root, 0o755)
export const installed = join(root, 'alcove')
export const jar = join(root, 'alcove.jar')
process.on('exit', () => rmSync(root, { recursive: true, force: true }))

const PORTS = /peers on port (\d+), browsers on port (\d+)/

/** Builds it if need be, and copies launcher and jar. */
export async function install () {
  if (existsSync(jar)) return
  // A command that begins something builds what is missing or old.
  await run([join(checkout, 'alcove'), 'serve', '--help'])
  copyFileSync(join(checkout, 'alcove'), installed)
  chmodSync(installed, 0o755)
  copyFileSync(join(checkout, 'room-web/target/alcove.jar'), jar)
  // A busy machine may take too long for it; rooms start without as well.
  await run([installed, 'train'])
}

/** A folder for a room's data or else, of whoever runs it. */
export function folder (name, owner) {
  const path = join(root, name)
  mkdirSync(path)
  if (owner) chmodSync(path, 0o777)
  return path
}

/** Runs a command to its end. */
export async function run ([program, ...args], { env = process.env, milliseconds = 240_000 } = {}) {
  const child = spawn(program, args, { env, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', text => { out += text })
  child.stderr.setEncoding('utf8').on('data', text => { err += text })
  const code = await within(milliseconds, [program, ...args].join(' '), new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code ?? signal))
  }), () => err)
  return { code, out, err }
}

/**
 * A machine.
 * @param around the command in front of the launcher
 * @param network the same for what visitors run, if the network is another
 * @param env the variables that a process has there, besides PATH
 * @param host how visitors call the machine
 */
export class Machine {
  constructor (name, { around = [], network = [], env = {}, host = '127.0.0.1', owner } = {}) {
    Object.assign(this, { name, around, network, host })
    this.env = { PATH: process.env.PATH, HOME: '/nonexistent', ...env }
    if (process.env.JAVA_HOME) this.env.JAVA_HOME = process.env.JAVA_HOME
    this.data = join(folder(name, owner), 'data')
    this.owner = owner
  }

  #line (words) {
    return [...this.around, installed, ...words, '--data', this.data]
  }

  /** Runs a command of an operator; resolves with its lines. */
  async command (...words) {
    const { code, out, err } = await run(this.#line(words), { env: this.env })
    assert.equal(code, 0, `${this.name}, ${words.join(' ')}: ended with ${code}: ${err}`)
    return out.trim().split('\n')
  }

  /** Starts the room and waits until it has said where it is. */
  async start (...flags) {
    const [program, ...args] = this.#line(['serve', '--ssb-port', '0', '--http-port', '0', ...flags])
    this.out = ''
    this.log = ''
    this.process = spawn(program, args, { env: this.env, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] })
    this.exited = new Promise(resolve => this.process.once('exit', (code, signal) => resolve(code ?? signal)))
    const stop = () => this.process.kill('SIGKILL')
    process.on('exit', stop)
    this.exited.then(() => process.off('exit', stop))
    await within(120_000, `the start of ${this.name}`, new Promise((resolve, reject) => {
      const look = () => {
        if (/^http\S*\/\n/m.test(this.out) && /^net:\S+\n/m.test(this.out) && PORTS.test(this.log)) resolve()
      }
      this.process.stdout.setEncoding('utf8').on('data', text => {
        this.out += text
        look()
      })
      this.process.stderr.setEncoding('utf8').on('data', text => {
        this.log += text
        look()
      })
      this.process.once('error', reject)
      this.exited.then(code => reject(new Error(`${this.name}: the room ended with ${code}\n${this.log}`)))
    }), () => this.log)
    const key = /^net:\S+~shs:(\S+)$/m.exec(this.out)[1]
    const [, ssb, http] = PORTS.exec(this.log)
    this.address = `net:${this.host}:${ssb}~shs:${key}`
    this.site = `http://${this.host.includes(':') ? `[${this.host}]` : this.host}:${http}`
  }

  /** Ends it in order. */
  async stop () {
    this.process.kill('SIGTERM')
    await within(60_000, `the end of ${this.name}`, this.exited, () => this.log)
  }

  /** Two people come, see, and talk through the room; resolves with who they are. */
  async visit (link, alias) {
    const { code, out, err } = await run([...this.network, process.execPath, here('visit.mjs'), this.address, this.site, link, alias])
    assert.equal(code, 0, `${this.name}: ${err}\n${this.log}`)
    return JSON.parse(out)
  }

  /**
   * Uses a new room for all that people need one for: invite, claim, alias, tunnel, backup, restart, restore.
   * @param after what to do while it runs
   */
  async use ({ flags = [], after = async () => {} } = {}) {
    let people
    await this.start(...flags)
    try {
      const link = (await this.command('invite', 'create', '--uses', '2')).at(-1)
      people = await this.visit(link, 'alice')
      await this.command('backup', `${this.data}.backup`)
      await after()
      await this.stop()
      assert.doesNotMatch(this.log, /Exception|^\s+at /m, this.name)
      await this.start(...flags)
      await this.knows(people)
    } finally {
      await this.stop()
    }
    const backup = `${this.data}.backup`
    this.data += '-restored'
    await this.command('restore', backup)
    await this.knows(people)
  }

  /** The members and the alias are there. */
  async knows ({ alice, bob }) {
    const members = JSON.parse((await this.command('member', 'list', '--json')).at(-1)).map(({ id }) => id)
    assert.deepEqual(members.sort(), [alice, bob].sort(), this.name)
    const aliases = JSON.parse((await this.command('alias', 'list', '--json')).at(-1))
    assert.deepEqual(aliases.map(({ name, owner }) => [name, owner]), [['alice', alice]], this.name)
  }
}
