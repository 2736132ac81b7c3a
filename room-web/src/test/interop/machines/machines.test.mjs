// Machines that people report of. On each a room is made, used and restored; what a machine here cannot be made to look
// like is skipped, with the reason.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { folder, install, installed, jar, Machine, run } from './machine.mjs'

const isRoot = process.getuid() === 0
const works = (...words) => spawnSync(words[0], words.slice(1)).status === 0
const namespaces = !isRoot ? 'not root' : !works('unshare', '-m', '-n', 'true') ? 'no namespaces' : !works('ip', 'netns') ? 'no ip netns' : false
const UTF_8 = { LC_ALL: 'C.UTF-8' }

describe('odd machines', { concurrency: Math.max(2, cpus().length) }, () => {
  let locales
  const networks = []

  before(async () => {
    await install()
    locales = folder('locales')
  })
  after(() => networks.forEach(name => spawnSync('ip', ['netns', 'delete', name])))

  function locale (name) {
    const made = join(locales, `${name}.UTF-8`)
    const { stderr } = spawnSync('localedef', ['-i', name, '-f', 'UTF-8', made], { encoding: 'utf8' })
    assert.ok(existsSync(join(made, 'LC_CTYPE')), stderr)
    return { LOCPATH: locales, LANG: `${name}.UTF-8`, LC_ALL: `${name}.UTF-8` }
  }

  /** A network of its own with nothing but a loopback device, changed by a script. */
  function network (name, script) {
    const netns = `alcove-${process.pid}-${name}`
    const { status, stderr } = spawnSync('ip', ['netns', 'add', netns], { encoding: 'utf8' })
    assert.equal(status, 0, stderr)
    networks.push(netns)
    const inside = ['ip', 'netns', 'exec', netns]
    const set = spawnSync(inside[0], [...inside.slice(1), 'sh', '-ec', `ip link set lo up; ${script}`], { encoding: 'utf8' })
    assert.equal(set.status, 0, set.stderr)
    return inside
  }

  for (const [name, digits] of [['fa_IR', /[۰-۹]/], ['tr_TR', /ı/]]) {
    test(`the locale ${name}: everything is written as everywhere, and can be read in another`, async () => {
      const machine = new Machine(name, { env: locale(name) })
      // Java's own idea of the locale as well, whatever the system makes of the variables.
      machine.env.ALCOVE_JAVA_OPTS = `-Duser.language=${name.slice(0, 2)} -Duser.country=${name.slice(3)}`
      await machine.use({
        after: async () => {
          assert.doesNotMatch(machine.log + machine.out, digits)
          const page = await (await fetch(`${machine.site}/`)).text()
          assert.match(page, /<svg[^>]* viewBox="0 0 \d+ \d+"/)
        }
      })
      machine.env = { PATH: process.env.PATH, HOME: '/nonexistent', ...UTF_8 }
      await machine.start()
      await machine.stop()
    })
  }

  test('no locale at all, as under cron: names and paths are taken as they are meant', async () => {
    const machine = new Machine('räum')
    await machine.use({
      flags: ['--name', 'Räum für Ägäis'],
      after: async () => assert.match(await (await fetch(`${machine.site}/`)).text(), /Räum für Ägäis/)
    })
  })

  test('no locale and no launcher: what cannot be read is refused, and nothing is stored broken', async () => {
    const data = join(folder('no-launcher'), 'data')
    const { err: shown } = await run([installed, 'version'], { env: { ...process.env, ALCOVE_JAVA_OPTS: '-XshowSettings:properties' } })
    const java = /java\.home = (\S+)/.exec(shown)[1]
    const start = (env, ...more) => run([join(java, 'bin/java'), '-jar', jar, 'serve', '--data', data, ...more], { env })
    for (const { code, err } of [await start({}, '--name', 'Räum'), await start({ ALCOVE_NAME: 'Räum' })]) {
      assert.equal(code, 2, err)
      assert.match(err, /cannot be read in this locale, whose charset is .*: set LC_ALL=C\.UTF-8\n$/)
    }
    assert.equal(existsSync(data), false)
  })

  test('an old Java is told in one line what is needed', async t => {
    const old = ['17', '21'].flatMap(v => [`/usr/lib/jvm/java-${v}-openjdk-amd64`, `/usr/lib/jvm/temurin-${v}-jdk-amd64`]).find(existsSync)
    if (!old) return t.skip('no Java 17 or 21 on this machine')
    const { code, err } = await run([join(old, 'bin/java'), '-jar', jar, 'version'])
    assert.equal(code, 1)
    assert.match(err, /^alcove: Java 25 or newer is needed, and this is Java \d+ \(.*\)\n$/)
  })

  for (const [transport, options] of [
    ['epoll', ''],
    ['nio', '-Dio.netty.transport.noNative=true'],
    ['nio, in a JVM that was told so', '-Dio.netty.transport.noNative=true -Djava.net.preferIPv4Stack=true']
  ]) {
    test(`IPv6 switched off, with ${transport}`, { skip: namespaces }, async () => {
      const inside = network(`4-${options.length}`, 'echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6')
      const machine = new Machine(`without-ipv6-${options.length}`, { around: inside, network: inside, env: { ...UTF_8, ALCOVE_JAVA_OPTS: options } })
      const metrics = ['--metrics-port', '0']
      if (!options) return machine.use({ flags: metrics })
      await machine.start(...metrics)
      await machine.stop()
    })
  }

  test('no IPv4, and so no 127.0.0.1', { skip: namespaces }, async () => {
    const inside = network('6', 'ip address delete 127.0.0.1/8 dev lo')
    const machine = new Machine('without-ipv4', { around: inside, network: inside, host: '::1', env: UTF_8 })
    await machine.use({ flags: ['--metrics-port', '0'] })
  })

  test('localhost alone, where 127.0.0.1 is missing', { skip: namespaces }, async () => {
    const inside = network('l', 'ip address delete 127.0.0.1/8 dev lo')
    const machine = new Machine('localhost', { around: inside, network: inside, host: '::1', env: UTF_8 })
    await machine.start('--listen', 'localhost')
    await machine.stop()
  })

  test('a user without a home and without a name', { skip: !isRoot && 'not root' }, async () => {
    const around = ['setpriv', '--reuid=54321', '--regid=54321', '--clear-groups', 'env', '-u', 'HOME']
    const { code, err } = await run([...around, installed, 'serve'], { env: { PATH: process.env.PATH } })
    assert.equal(code, 2, err)
    assert.match(err, /^alcove: this user has no home directory for the room's data \(--data chooses another\)\n$/)
    await new Machine('homeless', { around, env: UTF_8, owner: 54321 }).use()
  })

  test('HOME decides, before the passwd file', async () => {
    const home = folder('home')
    const { code, err } = await run([installed, 'invite', 'list'], { env: { PATH: process.env.PATH, HOME: home } })
    assert.equal(code, 1)
    assert.match(err, new RegExp(`no room in ${home}/\\.alcove yet`))
  })

  test('another time zone', async () => {
    await new Machine('kathmandu', { env: { ...UTF_8, TZ: 'Asia/Kathmandu' } }).use()
  })

  // A control group is not everybody's to make: the JVM is told that this is all the memory there is, and is measured.
  test('256 MB of memory', async () => {
    const machine = new Machine('small', { env: { ...UTF_8, ALCOVE_JAVA_OPTS: '-XX:MaxRAM=256m' } })
    await machine.use({
      after: async () => {
        const status = readFileSync(`/proc/${machine.process.pid}/status`, 'utf8')
        const peak = Number(/VmHWM:\s+(\d+) kB/.exec(status)[1]) / 1024
        assert.ok(peak < 256, `${peak} MiB`)
      }
    })
  })

  test('one processor', async () => {
    await new Machine('single', { around: ['taskset', '-c', '0'], env: UTF_8 }).use()
  })

  test('/tmp full, and nothing in it may be run', { skip: namespaces }, async () => {
    const full = 'mount -t tmpfs -o size=16k,noexec,mode=1777 tmpfs /tmp; head -c 1M /dev/zero >/tmp/full 2>/dev/null; exec "$@"'
    await new Machine('full', { around: ['unshare', '-m', 'sh', '-c', full, 'sh'], env: UTF_8 }).use()
  })
})
