// Installations that go another way than the story's: one that broke off, one over a room that was installed by hand, the
// same version again, one before it, and commands by sudo.
import assert from 'node:assert/strict'
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
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

  await t.test('over a room that was installed by hand, as the documentation says both: the same room', async () => {
    mkdirSync(debian.path('/usr/lib/jvm'), { recursive: true })
    outside('cp', '-a', java, debian.path('/usr/lib/jvm/java-25'))
    const checkout = debian.path('/root/checkout')
    for (const file of ['alcove', 'room-web/target/alcove.jar', 'deploy/systemd/alcove.service']) {
      mkdirSync(join(checkout, file, '..'), { recursive: true })
      copyFileSync(join(top, file), join(checkout, file))
    }
    const lines = indented('by-hand')
    const others = /^(apt-get install |\.\/alcove version$|alcove train$|journalctl |room\b)/
    assert.equal(lines.filter(line => others.test(line)).length, 6, lines.join('\n'))
    for (const line of lines.filter(line => !others.test(line))) debian.output(['sh', '-c', `cd /root/checkout && ${line}`])
    await use(byHand)
    debian.output(['alcove', 'member', 'add', somebody, '--data', '/var/lib/alcove'], { user: 'alcove' })
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
}

function page (name) {
  return readFileSync(join(top, `docs/operating/${name}.md`), 'utf8')
}

/** The indented lines of a page, without their comments. */
function indented (name) {
  return page(name).split('\n').filter(line => line.startsWith('    ')).map(line => line.replace(/ +#.*$/, '').trim())
}
