// A Debian in a folder of its own, made by debootstrap: commands in it, and its service run as systemd would.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createInterface } from 'node:readline'

const patience = 120_000
// The mounts are gone with the process that sees them.
const inside = 'mount -t proc proc "$0/proc" && exec chroot "$0" "$@"'

/**
 * A fresh copy of a Debian; those that were made before are in the folder `bases`. `outward` begins a command that reaches
 * the mirror, if others do not; see ownNetwork.
 */
export function machine (suite, bases, folder, outward = []) {
  rmSync(folder, { recursive: true, force: true })
  outside('cp', '-a', debianBase(suite, bases, outward), folder)
  return new Machine(folder, outward)
}

/** The folder of a Debian that nothing was done to. */
export function debianBase (suite, bases, outward = []) {
  const base = join(bases, suite)
  if (!existsSync(join(base, 'usr/bin/apt-get'))) {
    mkdirSync(bases, { recursive: true })
    outside(...outward, 'debootstrap', '--variant=minbase', suite, base)
  }
  return base
}

export function outside (...command) {
  const { status, stdout, stderr, error } = spawnSync(command[0], command.slice(1), { encoding: 'utf8', maxBuffer: 1 << 26 })
  assert.equal(status, 0, `${command.join(' ')}: ${error ?? ''}${stdout}${stderr}`)
  return stdout
}

class Machine {
  constructor (root, outward) {
    Object.assign(this, { root, outward })
  }

  path (file) {
    return join(this.root, file)
  }

  read (file) {
    return readFileSync(this.path(file), 'utf8')
  }

  /** Gives it a systemd that does nothing, and takes for running what was enabled; gives what tells what it was asked for. */
  pretendSystemd () {
    mkdirSync(this.path('/run/systemd/system'), { recursive: true })
    writeFileSync(this.path('/usr/bin/systemctl'), `#!/bin/sh
echo "$*" >>/run/asked
case $1 in
  enable) touch /run/active ;;
  is-active) test -e /run/active ;;
esac
`, { mode: 0o755 })
    return () => this.read('/run/asked')
  }

  /** Runs a command as root, or as another user; `online` where it needs the mirror, and with what is typed. */
  run (command, { user, env = {}, online, input } = {}) {
    const words = user ? ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--init-groups', ...command] : command
    const [program, ...rest] = [...online ? this.outward : [], 'unshare', '--mount', 'sh', '-c', inside, this.root, ...words]
    return spawnSync(program, rest, {
      encoding: 'utf8',
      input,
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

  /** Starts a unit's command: its user, its rights, its variables, its file of variables, and an ear for what it says. */
  async start (unit) {
    const { User, UMask, StateDirectory, ExecStart, Environment, EnvironmentFile, ...others } = directives(this.read(unit))
    const only = name => `-all,${others[name].toLowerCase().split(' ').map(right => right.replace('cap_', '+')).join()}`
    const [bounding, ambient] = ['CapabilityBoundingSet', 'AmbientCapabilities'].map(only)
    this.output(['install', '-d', '-o', User, '-g', User, '-m', others.StateDirectoryMode, join('/var/lib', StateDirectory)])
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
      'setpriv', `--reuid=${User}`, `--regid=${User}`, '--init-groups', `--bounding-set=${bounding}`, `--inh-caps=${ambient}`,
      `--ambient-caps=${ambient}`, '--no-new-privs', 'env', '-i', ...variables, ...ExecStart.split(' ')],
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

  /** The match of the pattern in what it has written by now, which systemd would keep in the journal. */
  journal (pattern) {
    const text = Buffer.concat(this.said).toString()
    return pattern.exec(text) ?? assert.fail(`${pattern}: not in ${text}`)
  }

  /** Ends it as systemd does, and gives its exit code. */
  async stop () {
    this.server.kill('SIGTERM')
    await this.says('STOPPING=1')
    return this.ended
  }

  /** Ends it without a word to it. */
  async kill () {
    this.server.kill('SIGKILL')
    await this.ended
  }
}

function directives (unit) {
  return Object.fromEntries([...unit.matchAll(/^(\w+)=(.+)$/mg)].map(([, name, value]) => [name, value]))
}
