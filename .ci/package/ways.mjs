// Installations that go another way than the story's: one that broke off, one by hand from its beginning to its end, the
// package over it, the same version again, one before it, and commands by sudo.
import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { appendFileSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { outside } from './machine.mjs'
import { inRoot, putPackage, stat, top, unit } from './packages.mjs'

const byHand = 'etc/systemd/system/alcove.service'
const somebody = '@yXc6GqNMMQ7KzYmbrZZ0jGpXhZMyMNhWUFZ1IBSx/vA=.ed25519'
const untrained = { ALCOVE_TRAIN: 'no' }

/** Walks them as subtests of `t`, on a Debian that has nothing yet; `java` is a Java for what is installed by hand. */
export async function walkWays (t, debian, { install, older, newer, java }) {
  debian.pretendSystemd()
  putPackage(debian, older)
  putPackage(debian, newer)
  const state = () => debian.output(['dpkg-query', '-W', '-f', '${Status}', 'alcove'])
  const members = () => debian.output(['alcove', 'member', 'list'])
  let service
  t.after(() => service?.kill())
  const use = async from => {
    service = await debian.start(from)
    await service.says('READY=1')
  }

  await t.test('killed in the middle, it is not installed; the same command once more ends it', () => {
    debian.output(['apt-get', '-qq', 'install', '-y', '--no-install-recommends', 'adduser', 'libsodium23', 'sudo'], { online: true })
    debian.output(['mv', '/usr/sbin/adduser', '/usr/sbin/adduser.real'])
    writeFileSync(debian.path('/usr/sbin/adduser'), '#!/bin/sh\nmv "$0.real" "$0"\nkill -9 $PPID\n', { mode: 0o755 })
    const { status, stdout, stderr } = debian.run(inRoot(install(older)), { env: untrained, online: true, input: 'y\n' })
    assert.notEqual(status, 0)
    assert.match(stdout + stderr, /killed by signal/)
    assert.equal(state(), 'install ok half-configured')
    const again = debian.output(inRoot(install(older)), { env: untrained, input: 'y\n' })
    assert.match(again, /write ALCOVE_DOMAIN=/)
    assert.equal(state(), 'install ok installed')
    assert.equal(stat(debian, '/etc/default/alcove'), '640 root alcove')
    assert.equal(stat(debian, '/var/lib/alcove'), '700 alcove alcove')
    debian.output(['dpkg', '--purge', 'alcove'])
    debian.output(['userdel', 'alcove'])
  })

  await t.test('by hand, as the documentation says it, with a certificate of another program', async () => {
    mkdirSync(debian.path('/usr/lib/jvm'), { recursive: true })
    outside('cp', '-a', java, debian.path('/usr/lib/jvm/java-25'))
    for (const file of ['alcove', 'room-web/target/alcove.jar', 'deploy/systemd/alcove.service']) {
      mkdirSync(join(debian.path(checkout), file, '..'), { recursive: true })
      copyFileSync(join(top, file), join(debian.path(checkout), file))
    }
    installByHand(debian)
    const shown = newCertificate(debian, '/etc/letsencrypt/live/room.example')
    const [hook] = /^#!\/bin\/sh\n(?:.+\n)+/m.exec(page('https').replaceAll('\n    ', '\n'))
    writeFileSync(debian.path('/usr/local/sbin/alcove-certificate'), hook, { mode: 0o755 })
    debian.output(['alcove-certificate'], { env: { RENEWED_LINEAGE: '/etc/letsencrypt/live/room.example' } })
    assert.equal(stat(debian, '/etc/alcove/privkey.pem'), '640 root alcove')
    const lines = indented('https').filter(line => /^ALCOVE_TLS_/.test(line))
    assert.equal(lines.length, 2)
    appendFileSync(debian.path('/etc/default/alcove'), lines.join('\n').replaceAll('/etc/letsencrypt/live/room.example', '/etc/alcove') + '\n')
    await use(byHand)
    assert.equal(await certificateAt(443), shown)
    debian.output(['alcove', 'member', 'add', somebody, '--data', '/var/lib/alcove'], { user: 'alcove' })
  })

  await t.test('upgraded by hand and taken back, as the documentation says both: the same room', async () => {
    const [before] = service.journal(/~shs:\S+/)
    const [pull, ...lines] = indented('upgrade', 'By hand')
    assert.match(pull, /^git pull && /)
    writeFileSync(join(debian.path(checkout), 'alcove'), readFileSync(join(top, 'alcove'), 'utf8') + '# newer\n')
    for (const line of lines) debian.output(['sh', '-c', `cd ${checkout} && ${line.replace('alcove train && ', '')}`])
    const back = [...paragraph('upgrade', '- by hand, ').matchAll(/`([^`]+)`/g)].map(match => match[1])
    for (const [line, isNewer] of [[undefined, true], [back.join(' && '), false]]) {
      assert.equal(await service.stop(), 143)
      if (line !== undefined) debian.output(['sh', '-c', line])
      await use(byHand)
      assert.equal(debian.read('/opt/alcove/alcove').endsWith('# newer\n'), isNewer)
      assert.equal(service.journal(/~shs:\S+/)[0], before)
    }
  })

  await t.test('the package over a room that was installed by hand: the same room', async () => {
    const [before] = service.journal(/~shs:\S+/)
    assert.equal(await service.stop(), 143)
    const [, removal] = /^\*\*From an installation by hand:\*\*[^]*?`(rm -r [^`]+)`/m.exec(page('package'))
    debian.output(['sh', '-c', removal])
    debian.output(inRoot(install(older)), { env: untrained, input: 'N\n' })
    assert.match(debian.read('/etc/default/alcove'), /^ALCOVE_DOMAIN=room\.example$/m)
    assert.equal(stat(debian, '/etc/default/alcove'), '640 root alcove')
    await use(unit)
    assert.equal(service.journal(/~shs:\S+/)[0], before)
    assert.match(members(), /yXc6GqNM/)
  })

  await t.test('the same version again: nothing of the room changes', () => {
    const { stdout, stderr, status } = debian.run(inRoot(install(older).replace('install', 'install --reinstall')), { env: untrained })
    assert.equal(status, 0, stdout + stderr)
    assert.match(debian.read('/etc/default/alcove'), /^ALCOVE_DOMAIN=room\.example$/m)
    assert.match(members(), /yXc6GqNM/)
  })

  await t.test('an older version: only for who says that they want it', async () => {
    debian.output(inRoot(install(newer)), { env: untrained })
    const { status, stdout, stderr } = debian.run(inRoot(install(older).replace('install', 'install -y')), { env: untrained })
    assert.notEqual(status, 0)
    assert.match(stdout + stderr, /downgrade/i)
    assert.match(debian.output(['dpkg-query', '-W', 'alcove']), /~2$/m)
    debian.output(inRoot(install(older).replace('install', 'install --allow-downgrades')), { env: untrained, input: 'y\n' })
    assert.equal(await service.stop(), 143)
    await use(unit)
    assert.match(members(), /yXc6GqNM/)
  })

  await t.test('whoever may use sudo needs no more than the command', () => {
    debian.output(['adduser', '--quiet', '--disabled-password', '--gecos', '', 'ada'])
    debian.output(['adduser', '--quiet', 'ada', 'sudo'])
    writeFileSync(debian.path('/etc/sudoers.d/sudo'), '%sudo ALL=(ALL) NOPASSWD: ALL\n', { mode: 0o440 })
    const ada = { user: 'ada', env: { HOME: '/home/ada' } }
    assert.match(debian.output(['alcove', 'member', 'list'], ada), /yXc6GqNM/)
    debian.output(['sudo', 'alcove', 'backup', '/home/ada/room.backup'], ada)
    assert.equal(stat(debian, '/home/ada/room.backup'), '600 alcove alcove')
    assert.equal(debian.output(['find', '/var/lib/alcove', '!', '-user', 'alcove']), '')
    assert.ok(!existsSync(debian.path('/home/ada/.alcove')))
  })

  await t.test('removed by hand, as the documentation says it: nothing of the room is left', async () => {
    assert.equal(await service.stop(), 143)
    debian.output(['dpkg', '--purge', 'alcove'])
    installByHand(debian)
    await use(byHand)
    assert.equal(await service.stop(), 143)
    for (const line of indented('remove', 'By hand')) debian.output(['sh', '-c', line])
    assert.equal(debian.output(['find', '/etc', '/opt', '/usr', '/var/lib', '-xdev', '-name', 'alcove*', '!', '-name', 'alcove-certificate',
      '!', '-path', '/etc/alcove*']), '')
    assert.notEqual(debian.run(['id', 'alcove']).status, 0)
  })
}

const checkout = '/root/checkout'

/** Does the lines of the page, but for those that bring programs from elsewhere, build, or show something. */
function installByHand (debian) {
  const lines = indented('by-hand')
  const others = /^(apt-get install |\.\/alcove version$|alcove train$|journalctl |room\b)/
  assert.equal(lines.filter(line => others.test(line)).length, 6, lines.join('\n'))
  for (const line of lines.filter(line => !others.test(line))) debian.output(['sh', '-c', `cd ${checkout} && ${line}`])
}

/** Puts a certificate and its key where certbot would, for root alone; gives its fingerprint. */
function newCertificate (debian, folder) {
  mkdirSync(debian.path(folder), { recursive: true, mode: 0o700 })
  const [certificate, key] = ['fullchain.pem', 'privkey.pem'].map(name => join(debian.path(folder), name))
  outside('openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
    '-subj', '/CN=room.example', '-addext', 'subjectAltName=DNS:room.example', '-keyout', key, '-out', certificate)
  return new X509Certificate(readFileSync(certificate)).fingerprint256
}

/** The fingerprint of what is shown at a port. */
async function certificateAt (port) {
  const socket = connect({ port, host: '127.0.0.1', servername: 'room.example', rejectUnauthorized: false })
  await once(socket, 'secureConnect')
  const { fingerprint256 } = socket.getPeerCertificate()
  socket.destroy()
  return fingerprint256
}

function page (name) {
  return readFileSync(join(top, `docs/operating/${name}.md`), 'utf8')
}

/** The lines of a page from one that begins so, up to the next that is another paragraph or item. */
function paragraph (name, beginning) {
  const [text] = page(name).split(`\n${beginning}`)[1].split(/\n\n|\n- /)
  return text
}

/** The indented lines of a page, or of a section of it, without their comments. */
function indented (name, section) {
  const text = section === undefined ? page(name) : page(name).split(`\n## ${section}\n`)[1].split('\n## ')[0]
  return text.split('\n').filter(line => line.startsWith('    ')).map(line => line.replace(/ +#.*$/, '').trim())
}
