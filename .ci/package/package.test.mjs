// The packages, built and used: the same bytes twice, then what an operator goes through with a room, from the commands of
// the README to a restored backup, in a Debian 12 and a Debian 13 of their own. Needs root, debootstrap, a jar, the clients
// of the interop tests, Chromium, and ALCOVE_TEST_PEBBLE; ALCOVE_TEST_DEBIANS may name a folder that keeps both Debians for
// the next time.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { appendFileSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'
import { gunzipSync } from 'node:zlib'
import { bundle } from '../../room-web/src/test/interop/lib/tab.mjs'
import { Authority, plainPage } from './authority.mjs'
import { machine, outside } from './machine.mjs'
import { ownNetwork } from './network.mjs'
import { inRoot, makeJava, packages, putPackage, readmeCommands, stat, top, unit } from './packages.mjs'
import { People } from './people.mjs'
import { walkWays } from './ways.mjs'

const outward = await ownNetwork()
const domain = 'room.example'
const work = mkdtempSync(join(tmpdir(), 'alcove-package-'))
const bases = process.env.ALCOVE_TEST_DEBIANS ?? join(work, 'bases')
const java = join(work, 'java')
const older = packages('0.1.0~1', join(work, 'older'), java)
const newer = packages('0.1.0~2', join(work, 'newer'), java)
let script

before(async () => {
  makeJava(java)
  older.build()
  newer.build()
  script = await bundle()
})

after(() => rmSync(work, { recursive: true, force: true }))

test('the same version built elsewhere, at another time: the same bytes', () => {
  const again = packages('0.1.0~1', join(work, 'elsewhere/again'), java)
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
  const modules = outside(join(folder, 'alcove-0.1.0~1/java/bin/java'), '--list-modules')
  assert.match(modules, /^java\.base@/m)
  assert.doesNotMatch(modules, /jdk\.(attach|jdi|jdwp)|java\.instrument/)
})

for (const [suite, trained] of [['bookworm', false], ['trixie', true]]) {
  test(`${suite}: from the package to a room with people, through a crash and an upgrade, to nothing, and back`, { timeout: 900_000 }, async t => {
    const debian = machine(suite, bases, join(work, suite), outward)
    const authority = await Authority.start(join(work, `${suite}-authority`), domain)
    t.after(() => authority.stop())
    const people = new People(authority, script)
    t.after(() => people.stop())
    const env = trained ? {} : { ALCOVE_TRAIN: 'no' }
    const commands = readmeCommands()
    const asked = debian.pretendSystemd()
    let service
    let room
    t.after(() => service?.kill())

    async function start () {
      service = await debian.start(unit)
      await service.says('READY=1')
      const [address, wsAddress] = [/^net:\S+$/m, /^wss:\S+$/m].map(pattern => service.journal(pattern)[0])
      return { address, wsAddress, id: `@${address.split('~shs:')[1]}.ed25519` }
    }

    await t.test('installed by the first command of the README, with what it needs', () => {
      putPackage(debian, older)
      const { status, stdout, stderr } = debian.run(inRoot(commands.install(older)), { env, online: true, input: 'y\n' })
      assert.equal(status, 0, stdout + stderr)
      assert.match(stdout, /write ALCOVE_DOMAIN=/)
      assert.equal(stat(debian, '/etc/default/alcove'), '640 root alcove')
      assert.equal(stat(debian, '/var/lib/alcove'), '700 alcove alcove')
      assert.match(debian.read('/usr/share/doc/alcove/operating.md'), /\(operating\/package\.md\)/)
      assert.ok(existsSync(debian.path('/usr/share/doc/alcove/operating/package.md')))
      assert.match(debian.read('/usr/share/bash-completion/completions/alcove'), /^complete -F _complete_alcove .*alcove/m)
      // A busy machine may take too long for it, and says so.
      assert.equal(caches(debian).length, trained && !stderr.includes('no cache could be made') ? 1 : 0, stderr)
    })

    await t.test('with the manual, and what the shells complete by', () => {
      assert.match(debian.read('/usr/share/zsh/vendor-completions/_alcove'), /^#compdef alcove\n/)
      assert.match(debian.read('/usr/share/fish/vendor_completions.d/alcove.fish'), /^complete -c alcove .* -a member /m)
      for (const page of ['man1/alcove.1', 'man1/alcove-member.1', 'man1/alcove-serve.1', 'man5/alcove.properties.5']) {
        const source = gunzipSync(readFileSync(debian.path(`/usr/share/man/${page}.gz`))).toString()
        assert.match(source, /^\.TH \S+ [15] 2026-09-21 /, page)
      }
    })

    await t.test('named and started by the other two, it tells that it is ready and that it turns', async () => {
      debian.output(inRoot(commands.name))
      settings(debian, authority)
      debian.output(inRoot(commands.start))
      assert.match(asked(), /^enable --now alcove$/m)
      room = await start()
      await service.says('WATCHDOG=1')
      await service.says('WATCHDOG=1')
      assert.match(room.address, /^net:room\.example:8008~shs:/)
      assert.match(room.wsAddress, /^wss:\/\/room\.example~shs:/)
    })

    const certificates = {}
    await t.test('it gets a certificate, serves by it, and leads from port 80 there', async () => {
      certificates[domain] = await authority.certificate(domain)
      const { status, headers } = await authority.page(domain)
      assert.equal(status, 200)
      assert.match(headers['strict-transport-security'], /max-age=/)
      const plain = await plainPage(domain, '/members')
      assert.equal(plain.status, 308)
      assert.equal(plain.headers.location, 'https://room.example/members')
    })

    await t.test('whoever opens the link in the journal is its admin, and invites somebody, who comes in', async () => {
      const [link] = service.journal(/^https:\/\/room\.example\/setup\?token=\S+$/m)
      await people.join(await people.setUp(link, 'Reed Bed'), room)
    })

    await t.test('the host of an alias has a certificate of its own', async () => {
      debian.output(['alcove', 'setting', 'set', 'alias-form', 'subdomain'])
      assert.equal(await people.register('alice', room), `https://alice.${domain}`)
      certificates[`alice.${domain}`] = await authority.certificate(`alice.${domain}`)
      await aliasLeads(authority, people)
      assert.equal(authority.orders, 2)
    })

    await t.test('a page in a browser accepts an invite, is a peer by wss, and meets the member', async () => {
      const invite = debian.output(['alcove', 'invite', 'create']).trim().split('\n').at(-1)
      const { name, membership } = await people.meet(invite, room)
      assert.deepEqual({ name, membership }, { name: 'Reed Bed', membership: true })
    })

    await t.test('root needs no options, and leaves everything to the service', () => {
      assert.match(debian.output(['alcove', 'member', 'list']), /admin/)
      debian.output(['alcove', 'backup', '/root/running.backup'])
      assert.equal(debian.output(['alcove', 'address']).split('\n')[0], room.address)
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

    /** It is the room that it was, with the certificates that it had. */
    async function isAsBefore () {
      for (const [host, fingerprint] of Object.entries(certificates)) assert.equal(await authority.certificate(host), fingerprint, host)
      await people.enter(room)
      await aliasLeads(authority, people)
      assert.equal(authority.orders, 2)
    }

    await t.test('killed and started again, it is the same, and asks the authority for nothing', async () => {
      await service.kill()
      assert.deepEqual(await start(), room)
      await isAsBefore()
    })

    await t.test('stopped by SIGTERM, it says so; commands of root go on', async () => {
      assert.equal(await service.stop(), 143)
      assert.match(debian.output(['alcove', 'member', 'list', '--data', '/var/lib/alcove/']), /admin/)
      debian.output(['alcove', 'backup', '/root/stopped.backup'])
      assert.equal(stat(debian, '/root/stopped.backup').split(' ')[0], '600')
      assert.deepEqual(owners(debian), ['alcove alcove'])
    })

    await t.test('upgraded: the room that runs is restarted, as it was', async () => {
      putPackage(debian, newer)
      debian.output(inRoot(commands.install(newer)), { env: { ALCOVE_TRAIN: 'no' } })
      assert.match(asked(), /restart alcove\.service/)
      assert.match(debian.read('/etc/default/alcove'), /ALCOVE_DOMAIN=room\.example/)
      assert.equal(stat(debian, '/etc/default/alcove'), '640 root alcove')
      assert.deepEqual(await start(), room)
      await isAsBefore()
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

    await t.test('restored where nothing of it is left: the same room, with the same people, and certificates of its own', async () => {
      debian.output(inRoot(commands.install(newer)), { env: { ALCOVE_TRAIN: 'no' } })
      debian.output(inRoot(commands.name))
      settings(debian, authority)
      debian.output(['alcove', 'restore', '/root/running.backup'])
      assert.deepEqual(owners(debian), ['alcove alcove'])
      assert.deepEqual(await start(), room)
      assert.notEqual(await authority.certificate(domain), certificates[domain])
      await people.signIn('alice')
      await people.enter(room)
      assert.notEqual(await authority.certificate(`alice.${domain}`), certificates[`alice.${domain}`])
      await aliasLeads(authority, people)
      assert.equal(await service.stop(), 143)
    })
  })
}

test('trixie: installations that go another way', { timeout: 900_000 }, async t => {
  await walkWays(t, machine('trixie', bases, join(work, 'ways'), outward), { ...readmeCommands(), older, newer, java })
})

/** What no room but one of these tests needs to be told: whom to ask for certificates. */
function settings (debian, authority) {
  copyFileSync(authority.own, debian.path('/etc/authority.pem'))
  writeFileSync(debian.path('/etc/hosts'), `127.0.0.1 localhost ${domain}\n`)
  appendFileSync(debian.path('/etc/default/alcove'), `ALCOVE_ACME_DIRECTORY=${authority.url}\nALCOVE_ACME_CA_FILE=/etc/authority.pem\n`)
}

/** The alias's own host leads to the member. */
async function aliasLeads (authority, people) {
  const { status, body } = await authority.page(`alice.${domain}`, '/?encoding=json')
  assert.equal(status, 200)
  assert.equal(JSON.parse(body).userId, people.member.id)
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
