// The room under test. By default Alcove, started by its launcher in Open mode on free loopback ports; `ROOM=v1`
// starts ssb-room 1.3 instead; `ROOM_ADDRESS` and `ROOM_WS_ADDRESS` name a room that runs already. With `ROOM_LOG`
// set, what the room writes is shown.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { within } from './time.mjs'

const here = path => fileURLToPath(new URL(path, import.meta.url))
const started = new Set()
process.on('exit', code => { for (const room of started) room.dispose(code) })

export async function startRoom () {
  const { ROOM_ADDRESS, ROOM_WS_ADDRESS, ROOM = 'alcove' } = process.env
  if (ROOM_ADDRESS) return new RunningRoom(ROOM_ADDRESS, ROOM_WS_ADDRESS)
  const room = new StartedRoom(ROOM)
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
  constructor (kind) {
    super()
    this.kind = kind
    this.data = mkdtempSync(join(tmpdir(), 'interop-room-'))
    this.log = ''
    const [command, ...args] = kind === 'v1'
      ? [process.execPath, here('../legacy/room.cjs'), this.data]
      : alcove(this.data)
    this.process = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    started.add(this)
    this.exited = new Promise(resolve => this.process.once('exit', resolve))
  }

  /** Waits until both addresses have been printed. */
  async ready () {
    const printed = new Promise((resolve, reject) => {
      let output = ''
      this.process.stdout.on('data', text => {
        output += text
        this.#keep(text)
        this.address ??= /(net:\S+~shs:\S+)\s/.exec(output)?.[1]
        this.wsAddress ??= /(ws:\S+~shs:\S+)\s/.exec(output)?.[1]
        if (this.address && this.wsAddress) resolve()
      })
      this.process.stderr.on('data', text => this.#keep(text))
      this.process.once('error', reject)
      this.exited.then(code => reject(new Error(`the room ended with ${code}\n${this.log}`)))
    })
    // Long enough for the launcher to build first.
    await within(240_000, 'the addresses of the room', printed, () => this.log)
  }

  #keep (text) {
    this.log = (this.log + text).slice(-20_000)
    if (process.env.ROOM_LOG) process.stderr.write(text)
  }

  async stop () {
    this.process.kill('SIGTERM')
    await within(10_000, 'the end of the room', this.exited, () => this.log).finally(() => this.dispose(0))
  }

  dispose (code) {
    if (!started.delete(this)) return
    this.process.kill('SIGKILL')
    rmSync(this.data, { recursive: true, force: true })
    if (code !== 0) process.stderr.write(`the room's last words:\n${this.log}\n`)
  }
}

const alcove = data => ['sh', here('../../../../../alcove'), 'serve', '--data', data,
  '--listen', '127.0.0.1', '--ssb-port', '0', '--http-port', '0', '--privacy-mode', 'open']
