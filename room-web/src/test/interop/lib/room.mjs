// The room under test. By default Alcove, started by its launcher on free loopback ports; `ROOM=v1` starts ssb-room
// 1.3 instead; `ROOM_ADDRESS` and `ROOM_WS_ADDRESS` name a room that runs already. With `ROOM_LOG` set, what the room
// writes is shown.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { ServerLog } from './server-log.mjs'
import { within } from './time.mjs'

const here = path => fileURLToPath(new URL(path, import.meta.url))
const launcher = here('../../../../../alcove')
const started = new Set()
process.on('exit', code => { for (const room of started) room.dispose(code) })

/** A room that is open to everybody, of whichever kind is asked for. */
export async function startRoom () {
  const { ROOM_ADDRESS, ROOM_WS_ADDRESS, ROOM } = process.env
  if (ROOM_ADDRESS) return new RunningRoom(ROOM_ADDRESS, ROOM_WS_ADDRESS)
  if (ROOM !== 'v1') return startAlcove({ mode: 'open' })
  const room = new StartedRoom('v1', data => [process.execPath, here('../legacy/room.cjs'), data])
  await room.ready()
  return room
}

/**
 * Alcove, for what no other room has.
 * @param mode the privacy mode; without one it is what a new room has
 * @param flags further ones for `serve`
 * @param environment further variables, for commands as well
 * @param texts names and contents of files with an operator's own texts
 * @param httpPort where its pages are, for a room that starts again under its domain
 */
export async function startAlcove ({ mode, flags = [], environment = {}, texts = [], httpPort = 0 } = {}) {
  const all = ['--http-port', `${httpPort}`, ...(mode ? ['--privacy-mode', mode] : []), ...flags]
  const room = new Alcove(all, environment, texts)
  await room.ready()
  return room
}

class Room {
  get id () {
    return `@${this.address.split('~shs:')[1].split(':')[0]}.ed25519`
  }

  /** The v1 invite code of this room's address. */
  get invite () {
    return `${this.address}:SSB+Room+PSK3TLYC2T86EHQCUHBUHASCASE18JBV24=`
  }

  /** Whether this is a room of the first version, which knows no `room.*` procedures. */
  get first () {
    return this.kind === 'v1'
  }
}

class RunningRoom extends Room {
  constructor (address, wsAddress) {
    super()
    this.kind = process.env.ROOM ?? 'other'
    this.address = address
    this.wsAddress = wsAddress
  }

  async stop () {}
}

class StartedRoom extends Room {
  constructor (kind, command, environment) {
    super()
    this.kind = kind
    this.data = mkdtempSync(join(tmpdir(), 'interop-room-'))
    this.log = ''
    this.environment = { ...process.env, ...environment }
    this.launch = () => this.#launch(command(this.data))
    started.add(this)
    this.launch()
  }

  #launch ([program, ...args]) {
    this.output = ''
    this.process = spawn(program, args, { env: this.environment, stdio: ['ignore', 'pipe', 'pipe'] })
    this.exited = new Promise(resolve => this.process.once('exit', resolve))
    this.process.stdout.setEncoding('utf8').on('data', text => {
      this.output += text
      this.keep(text, 'out')
    })
    this.process.stderr.setEncoding('utf8').on('data', text => this.keep(text, 'err'))
  }

  /** Waits until both addresses have been printed. */
  async ready () {
    this.address = (await this.printed(/^(net:\S+~shs:\S+)\n/m))[1]
    this.wsAddress = (await this.printed(/^(wss?:\S+~shs:\S+)\n/m))[1]
  }

  /** The match of the pattern in what the room prints. */
  printed (pattern) {
    return this.#written(this.process.stdout, pattern, () => this.output)
  }

  /** The match of the pattern in what the room logs. */
  logged (pattern) {
    return this.#written(this.process.stderr, pattern, () => this.log)
  }

  async #written (stream, pattern, text) {
    let check
    const found = new Promise((resolve, reject) => {
      check = () => {
        const match = pattern.exec(text())
        if (match) resolve(match)
      }
      stream.on('data', check)
      check()
      this.process.once('error', reject)
      this.exited.then(code => reject(new Error(`the room ended with ${code}\n${this.log}`)))
    })
    // Long enough for the launcher to build first.
    return within(240_000, `${pattern} from the room`, found, () => this.log).finally(() => stream.off('data', check))
  }

  keep (text) {
    this.log = (this.log + text).slice(-20_000)
    if (process.env.ROOM_LOG) process.stderr.write(text)
  }

  async stop () {
    await this.end().finally(() => this.dispose(0))
  }

  /** Lets the process end in order; what it has kept stays. */
  async end () {
    this.process.kill('SIGTERM')
    await within(30_000, 'the end of the room', this.exited, () => this.log)
  }

  dispose (code) {
    if (!started.delete(this)) return
    this.process.kill('SIGKILL')
    rmSync(this.data, { recursive: true, force: true })
    if (code !== 0) process.stderr.write(`the room's last words:\n${this.log}\n`)
  }
}

class Alcove extends StartedRoom {
  constructor (flags, environment, texts) {
    super('alcove', data => {
      mkdirSync(join(data, 'texts'), { recursive: true })
      for (const [name, content] of texts) writeFileSync(join(data, 'texts', name), content)
      return ['sh', launcher, 'serve', '--data', data, '--listen', '127.0.0.1', '--ssb-port', '0',
        '--log-level', 'debug', ...flags]
      // On two loops, so that a tunnel may lead from one to the other, which is the harder case.
    }, { ALCOVE_EVENT_LOOPS: '2', ...environment })
  }

  keep (text, stream) {
    this.serverLog ??= new ServerLog()
    this.serverLog.add(stream, text)
    super.keep(text)
  }

  async ready () {
    await super.ready()
    this.httpPort = Number((await this.logged(/browsers on port (\d+)/))[1])
  }

  /** Ends the room and starts it again on its data, with further variables; the ports are new ones. */
  async restart (environment) {
    await this.end()
    this.log = ''
    Object.assign(this.environment, environment)
    this.launch()
    await this.ready()
  }

  /** Starts it again after its end, on the same data. */
  async startAgain () {
    this.log = ''
    this.launch()
    await this.ready()
  }

  /** Ends it without a word to it, as a crash would, if it still runs. What it has written by then is still read. */
  async kill () {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return
    const read = new Promise(resolve => this.process.once('close', resolve))
    this.process.kill('SIGKILL')
    await within(30_000, 'the end of the room', read)
  }

  /** A page of the room, by its real port. */
  url (path = '/') {
    return `http://localhost:${this.httpPort}${path}`
  }

  /** The text of a page, asked for with these headers; `fetch` lets nobody choose the host. */
  page (path, headers) {
    return new Promise((resolve, reject) => {
      get(this.url(path), { headers }, answer => text(answer).then(resolve, reject)).on('error', reject)
    })
  }

  /** The link that makes the first admin, as the start prints it. */
  async setupLink () {
    return (await this.printed(/^(http\S+\/setup\?token=\S+)\n/m))[1]
  }

  /** Runs a command on this room, as its operator would; resolves with what it printed, rejects if it fails. */
  async command (...args) {
    const child = spawn('sh', [launcher, ...args, '--data', this.data], {
      env: this.environment, stdio: ['ignore', 'pipe', 'pipe']
    })
    let out = ''
    let err = ''
    child.stdout.setEncoding('utf8').on('data', text => { out += text })
    child.stderr.setEncoding('utf8').on('data', text => { err += text })
    const code = await within(60_000, args.join(' '), new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('close', resolve)
    }), () => err)
    if (code !== 0) throw new Error(`${args.join(' ')}: ended with ${code}: ${err}`)
    return out
  }

  /** What a command lists, as objects. */
  async list (...args) {
    return JSON.parse(await this.command(...args, '--json'))
  }

  /** The role of a member, null for everybody else. */
  async role (id) {
    return (await this.list('member', 'list')).find(member => member.id === id)?.role ?? null
  }

  /** Creates an invite; resolves with its link. */
  async createInvite (...flags) {
    const link = (await this.command('invite', 'create', ...flags)).trim().split('\n').at(-1)
    this.invited(link)
    return link
  }

  /** Notes an invite's link: its secret belongs into no log. */
  invited (link) {
    const { searchParams } = new URL(link)
    const token = searchParams.get('invite') ?? searchParams.get('token')
    this.serverLog.secret('invite', token)
    return token
  }

  /** Notes a name that is registered or looked up: it belongs into no log. */
  alias (name) {
    this.serverLog.secret('alias', name)
    return name
  }
}
