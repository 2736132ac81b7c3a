// The packages, built and used: the same bytes twice, then installed, set up, upgraded, removed and purged in a Debian 12
// and a Debian 13 of their own. Needs root, debootstrap and a jar; ALCOVE_TEST_DEBIANS may name a folder that keeps both
// Debians for the next time.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { spawnSync } from 'node:child_process'
import { machine, outside } from './machine.mjs'

const top = fileURLToPath(new URL('../..', import.meta.url))
const unit = 'usr/lib/systemd/system/alcove.service'
const admin = '@yXc6GqNMMQ7KzYmbrZZ0jGpXhZMyMNhWUFZ1IBSx/vA=.ed25519'
const work = mkdtempSync(join(tmpdir(), 'alcove-package-'))
const bases = process.env.ALCOVE_TEST_DEBIANS ?? join(work, 'bases')
const older = packages('0.1.0~1', join(work, 'older'))
const newer = packages('0.1.0~2', join(work, 'newer'))
let jar, jdk

before(() => {
  jar = join(top, 'room-web/target/alcove.jar')
  assert.ok(existsSync(jar), `there is no ${jar}: build it first`)
  jdk = javaHome()
  outside('env', `JAVA_HOME=${jdk}`, join(top, 'deploy/package/runtime'), jar, join(work, 'java'))
  older.build()
  newer.build()
})

after(() => rmSync(work, { recursive: true, force: true }))

test('the same version built elsewhere, at another time: the same bytes', () => {
  const again = packages('0.1.0~1', join(work, 'elsewhere/again'))
  again.build()
  for (const kind of ['deb', 'tarball']) {
    assert.deepEqual(readFileSync(again[kind]), readFileSync(older[kind]), kind)
  }
})

test('the unit: systemd finds nothing wrong with it, and little that it may do too much', { skip: hasNo('systemd-analyze') }, () => {
  const copy = join(work, 'alcove.service')
  writeFileSync(copy, readFileSync(join(top, 'deploy/systemd/alcove.service'), 'utf8').replace('/opt/alcove/alcove', '/bin/true'))
  const verified = spawnSync('systemd-analyze', ['verify', copy], { encoding: 'utf8' })
  assert.equal(verified.stdout + verified.stderr, '')
  outside('systemd-analyze', 'security', '--offline=yes', '--threshold=20', copy)
})

test('the tarball: runs where no Java is, by its own', () => {
  const folder = join(work, 'unpacked')
  mkdirSync(folder)
  outside('tar', '-xzf', older.tarball, '-C', folder)
  const said = outside('env', '-i', 'PATH=/usr/bin:/bin', 'JAVA_HOME=/nowhere', join(folder, 'alcove-0.1.0~1/alcove'), 'version')
  assert.match(said, /^alcove /)
})

for (const [suite, trained] of [['bookworm', false], ['trixie', true]]) {
  test(`${suite}: from the package to a room, an upgrade, and nothing left`, { timeout: 280_000 }, async t => {
    const debian = machine(suite, bases, join(work, suite))
    const env = trained ? {} : { ALCOVE_TRAIN: 'no' }
    put(debian, older.deb, newer.deb)

    await t.test('installed with what it needs', () => {
      const said = debian.output(['apt-get', '-qq', 'install', '-y', '--no-install-recommends', '/older.deb'], { env })
      assert.match(said, /write ALCOVE_DOMAIN=/)
      assert.equal(stat(debian, '/etc/default/alcove'), '640 root alcove')
      assert.equal(stat(debian, '/var/lib/alcove'), '700 alcove alcove')
      assert.match(debian.read('/usr/share/bash-completion/completions/alcove'), /^complete -F _complete_alcove .*alcove/m)
      assert.equal(caches(debian).length, trained ? 1 : 0)
    })

    let service
    let address
    await t.test('started as its unit says, it tells that it is ready and that it turns', async t => {
      const settings = debian.path('/etc/default/alcove')
      writeFileSync(settings, debian.read('/etc/default/alcove') +
        "ALCOVE_DOMAIN=room.example\nALCOVE_LISTEN='127.0.0.1'\nALCOVE_SSB_PORT=0\nALCOVE_HTTP_PORT=0\n")
      service = await debian.start(unit)
      await service.says('READY=1')
      await service.says('WATCHDOG=1')
      await service.says('WATCHDOG=1')
    })
    t.after(() => service?.kill())

    await t.test('root needs no options, and leaves everything to the service', () => {
      debian.output(['alcove', 'setup', '--admin', admin])
      assert.match(debian.output(['alcove', 'member', 'list']), /admin/)
      assert.match(debian.output(['alcove', 'invite', 'create']), /https:\/\/room\.example\/join\?/)
      debian.output(['alcove', 'backup', '/root/running.backup'])
      address = debian.output(['alcove', 'address']).split('~').at(1)
      assert.deepEqual(owners(debian), ['alcove alcove'])
    })

    await t.test('whoever may not gets a clear word, and may ask for the version', () => {
      debian.output(['adduser', '--quiet', '--disabled-password', '--gecos', '', 'stranger'])
      const { status, stdout, stderr } = debian.run(['alcove', 'invite', 'create'], { user: 'stranger', env: { HOME: '/home/stranger' } })
      assert.equal(status, 1)
      assert.equal(stdout, '')
      assert.match(stderr, /belongs to the service alcove: call this as root/)
      assert.ok(!existsSync(debian.path('/home/stranger/.alcove')))
      assert.match(debian.output(['alcove', 'version'], { user: 'stranger' }), /^alcove /)
    })

    await t.test('stopped by SIGTERM, it says so; commands of root go on', async () => {
      assert.equal(await service.stop(), 143)
      assert.match(debian.output(['alcove', 'member', 'list', '--data', '/var/lib/alcove/']), /admin/)
      debian.output(['alcove', 'backup', '/root/stopped.backup'])
      assert.equal(stat(debian, '/root/stopped.backup').split(' ')[0], '600')
      assert.deepEqual(owners(debian), ['alcove alcove'])
    })

    await t.test('upgraded: the room that runs is restarted, as it was', async () => {
      const calls = pretendSystemd(debian)
      debian.output(['dpkg', '-i', '/newer.deb'], { env: { ALCOVE_TRAIN: 'no' } })
      assert.match(calls(), /restart alcove\.service/)
      assert.match(debian.read('/etc/default/alcove'), /ALCOVE_DOMAIN=room\.example/)
      assert.equal(stat(debian, '/etc/default/alcove'), '640 root alcove')
      service = await debian.start(unit)
      await service.says('READY=1')
      assert.equal(debian.output(['alcove', 'address']).split('~').at(1), address)
      assert.equal(await service.stop(), 143)
    })

    await t.test('removed: the room stays; purged: its key alone is kept, out of the way', () => {
      assert.match(debian.output(['dpkg', '--remove', 'alcove']), /the room stays in \/var\/lib\/alcove/)
      assert.ok(!existsSync(debian.path('/usr/lib/alcove')))
      const secret = debian.read('/var/lib/alcove/secret')
      const said = debian.output(['dpkg', '--purge', 'alcove'])
      assert.match(said, /the room in \/var\/lib\/alcove is deleted; its key alone is kept/)
      assert.ok(!existsSync(debian.path('/var/lib/alcove')))
      assert.ok(!existsSync(debian.path('/etc/default/alcove')))
      const [kept] = readdirSync(debian.path('/var/backups')).filter(name => name.startsWith('alcove-secret.'))
      assert.equal(debian.read(`/var/backups/${kept}`), secret)
      assert.equal(stat(debian, `/var/backups/${kept}`), '600 root root')
    })
  })
}

function packages (version, folder) {
  return {
    deb: join(folder, `alcove_${version}_${process.arch === 'arm64' ? 'arm64' : 'amd64'}.deb`),
    tarball: join(folder, `alcove-${version}-linux-${process.arch === 'arm64' ? 'arm64' : 'amd64'}.tar.gz`),
    build () {
      outside('env', `VERSION=${version}`, `RUNTIME=${join(work, 'java')}`, 'SOURCE_DATE_EPOCH=1790000000', 'LEVEL=0',
        join(top, 'deploy/package/build'), folder)
    }
  }
}

function put (debian, first, second) {
  copyFileSync(first, debian.path('/older.deb'))
  copyFileSync(second, debian.path('/newer.deb'))
}

/** A systemd that says of everything that it runs, and keeps what it is asked for. */
function pretendSystemd (debian) {
  mkdirSync(debian.path('/run/systemd/system'), { recursive: true })
  writeFileSync(debian.path('/usr/bin/systemctl'), '#!/bin/sh\necho "$*" >>/run/asked\n', { mode: 0o755 })
  return () => debian.read('/run/asked')
}

function stat (debian, file) {
  return debian.output(['stat', '-c', '%a %U %G', file]).trim()
}

/** To whom what lies in the data directory belongs. */
function owners (debian) {
  const each = debian.output(['find', '/var/lib/alcove', '-printf', '%u %g\\n']).trim().split('\n')
  return [...new Set(each)]
}

function caches (debian) {
  return readdirSync(debian.path('/usr/lib/alcove')).filter(name => name.endsWith('.aot'))
}

function hasNo (program) {
  return spawnSync('which', [program]).status !== 0 && `there is no ${program}`
}

/** The JDK that the launcher would build with. */
function javaHome () {
  const homes = [process.env.JAVA_HOME, ...readdirSync('/usr/lib/jvm').map(name => join('/usr/lib/jvm', name))]
  return homes.find(home => home && existsSync(join(home, 'bin/jlink')) && /^JAVA_VERSION="(2[5-9]|[3-9])/m.test(readFileSync(join(home, 'release'), 'utf8')))
}
