// A Debian in a folder of its own, made by debootstrap: commands in it, and its service run as systemd would.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createInterface } from 'node:readline'

const patience = 120_000
// The mounts are gone with the process that sees them.
const inside = 'mount -t proc proc "$0/proc" && exec chroot "$0" "$@"'

/** A fresh copy of a Debian; those that were made before are in the folder `bases`. */
export function machine (suite, bases, folder) {
  const base = join(bases, suite)
  if (!existsSync(join(base, 'usr/bin/apt-get'))) {
    mkdirSync(bases, { recursive: true })
    outside('debootstrap', '--variant=minbase', suite, base)
  }
  rmSync(folder, { recursive: true, force: true })
  outside('cp', '-a', base, folder)
  return new Machine(folder)
}

export function outside (...command) {
  const { status, stdout, stderr, error } = spawnSync(command[0], command.slice(1), { encoding: 'utf8', maxBuffer: 1 << 26 })
  assert.equal(status, 0, `${command.join(' ')}: ${error ?? ''}${stdout}${stderr}`)
  return stdout
}

class Machine {
  constructor (root) {
    this.root = root
  }

  path (file) {
    return join(this.root, file)
  }

  read (file) {
    return readFileSync(this.path(file), 'utf8')
  }

  /** Runs a command as root, or as another user. */
  run (command, { user, env = {} } = {}) {
    const words = user ? ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--init-groups', ...command] : command
    return spawnSync('unshare', ['--mount', 'sh', '-c', inside, this.root, ...words], {
      encoding: 'utf8',
      timeout: patience,
      env: {
        PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', DEBIAN_FRONTEND: 'noninteractive', HOME: '/root', ...env
      }
    })
  }

  /** What a command that succeeds writes. */
  output (command, options) {
    const { status, stdout, stderr } = this.run(command, options)
    assert.equal(status, 0, `${command.join(' ')}: ${stdout}${stderr}`)
    return stdout
  }

  /** Starts a unit's command: its user, its variables, its file of variables, and an ear for what it says. */
  async start (unit) {
    const { User, UMask, ExecStart, Environment, EnvironmentFile } = directives(this.read(unit))
    const notify = '/run/alcove-notify'
    rmSync(this.path(notify), { force: true })
    const ear = spawn('python3', [fileURLToPath(new URL('listen.py', import.meta.url)), this.path(notify)],
      { stdio: ['ignore', 'pipe', 'inherit'] })
    const heard = createInterface({ input: ear.stdout })[Symbol.asyncIterator]()
    assert.equal((await heard.next()).value, 'listening')
    const settings = this.read(EnvironmentFile.replace(/^-/, '')).split('\n').filter(line => /^\w+=/.test(line))
      .map(line => line.replace(/=(['"])(.*)\1$/, '=$2'))
    const variables = [Environment, ...settings, `NOTIFY_SOCKET=${notify}`, 'WATCHDOG_USEC=300000', 'PATH=/usr/sbin:/usr/bin:/sbin:/bin']
    const server = spawn('unshare', ['--mount', 'sh', '-c', `umask ${UMask}; ${inside}`, this.root,
      'setpriv', `--reuid=${User}`, `--regid=${User}`, '--init-groups', '--no-new-privs', 'env', '-i', ...variables, ...ExecStart.split(' ')],
    { stdio: ['ignore', 'pipe', 'pipe'] })
    const said = []
    server.stdout.on('data', data => said.push(data))
    server.stderr.on('data', data => said.push(data))
    return new Service(server, ear, heard, said)
  }
}

class Service {
  constructor (server, ear, heard, said) {
    Object.assign(this, { server, ear, heard, said })
    this.ended = once(server, 'exit').then(([code, signal]) => {
      ear.kill()
      return code ?? signal
    })
  }

  /** Waits until it has said this to its manager. */
  async says (state) {
    for (let next = await this.heard.next(); !next.done; next = await this.heard.next()) {
      if (next.value === state) return
    }
    assert.fail(`ended without saying ${state}: ${Buffer.concat(this.said)}`)
  }

  /** Ends it as systemd does, and gives its exit code. */
  async stop () {
    this.server.kill('SIGTERM')
    await this.says('STOPPING=1')
    return this.ended
  }

  kill () {
    this.server.kill('SIGKILL')
    this.ear.kill()
  }
}

function directives (unit) {
  return Object.fromEntries([...unit.matchAll(/^(\w+)=(.+)$/mg)].map(([, name, value]) => [name, value]))
}
