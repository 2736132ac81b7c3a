// What a release is made of: its text out of CHANGELOG.md, its version out of the tags, and signatures by a key that is
// thrown away.
import { after, test } from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { appendFileSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const top = fileURLToPath(new URL('../..', import.meta.url))
const work = mkdtempSync(join(tmpdir(), 'alcove-release-'))
after(() => rmSync(work, { recursive: true, force: true }))

test('the text of a release: the section of its version, and none of the others', () => {
  const changes = join(work, 'changes')
  writeFileSync(changes, '# Changes\n\n## Unreleased\n\n- next\n\n## 1.2.0 (2026-12-01)\n\n- one\n- two\n\n## 1.1.0\n\n- before\n\n## 1.0.0\n')
  const notes = version => run([join(top, 'deploy/release/notes'), version], { CHANGELOG: changes })
  assert.equal(notes('1.2.0').stdout, '- one\n- two\n')
  assert.equal(notes('1.1.0').stdout, '- before\n')
  for (const without of ['1.0.0', '1.2', '2.0.0']) {
    assert.equal(notes(without).status, 1)
    assert.match(notes(without).stderr, /no section/)
  }
})

test('the version: of the tag, of what came after it, of what came before the first; each newer than the one before', () => {
  const checkout = join(work, 'checkout')
  mkdirSync(join(checkout, 'deploy/package'), { recursive: true })
  copyFileSync(join(top, 'deploy/package/version'), join(checkout, 'deploy/package/version'))
  copyFileSync(join(top, 'pom.xml'), join(checkout, 'pom.xml'))
  const git = (...words) => output(['git', '-C', checkout, '-c', 'user.name=T', '-c', 'user.email=t@example.org', ...words])
  const commit = () => { git('add', '-A'); git('commit', '-q', '--allow-empty', '-m', 'a change') }
  const version = () => output([join(checkout, 'deploy/package/version')]).trim()
  git('init', '-q')
  commit()
  const versions = [version()]
  assert.match(versions[0], /^\d+\.\d+\.\d+~1\.g[0-9a-f]+$/)
  const next = versions[0].split('~')[0]
  git('tag', `v${next}-rc1`)
  versions.push(version())
  assert.equal(versions[1], `${next}~rc1`)
  commit()
  git('tag', `v${next}`)
  versions.push(version())
  assert.equal(versions[2], next)
  commit()
  versions.push(version())
  assert.match(versions[3], new RegExp(`^${next.replaceAll('.', '\\.')}\\+1\\.g[0-9a-f]+$`))
  for (let n = 1; n < versions.length; n++) {
    assert.equal(run(['dpkg', '--compare-versions', versions[n - 1], 'lt', versions[n]]).status, 0, versions.join(' '))
  }
  appendFileSync(join(checkout, 'pom.xml'), '\n')
  assert.match(version(), /\.changed$/)
})

test('sums and repository: signed, and whatever was changed afterwards is noticed', () => {
  const home = join(work, 'gnupg')
  const folder = join(work, 'packages')
  const GNUPGHOME = home
  mkdirSync(home, { mode: 0o700 })
  mkdirSync(folder)
  writeFileSync(join(folder, 'alcove-1.tar.gz'), 'a tarball')
  package1(folder)
  output(['gpg', '--batch', '--passphrase', '', '--quick-gen-key', 'Thrown Away <key@example.org>', 'ed25519', 'sign', '1d'], { GNUPGHOME })
  output([join(top, 'deploy/release/sign'), folder, 'key@example.org'], { GNUPGHOME })

  const ring = join(work, 'ring.gpg')
  output(['gpg', '--dearmor', '-o', ring, join(folder, 'alcove.asc')], { GNUPGHOME })
  const verify = (...files) => run(['gpgv', '--keyring', ring, ...files.map(name => join(folder, name))]).status
  assert.equal(verify('SHA256SUMS.asc', 'SHA256SUMS'), 0)
  assert.equal(verify('InRelease'), 0)
  assert.equal(run(['sha256sum', '--strict', '-c', 'SHA256SUMS'], {}, folder).status, 0)
  const sums = readFileSync(join(folder, 'SHA256SUMS'), 'utf8').trim().split('\n').map(line => line.split('  ')[1])
  assert.deepEqual(sums, ['alcove-1.tar.gz', 'probe.deb'])
  assert.match(readFileSync(join(folder, 'Packages'), 'utf8'), /^Package: probe$/m)
  assert.match(readFileSync(join(folder, 'InRelease'), 'utf8'), /^ [0-9a-f]{64} +\d+ Packages$/m)

  appendFileSync(join(folder, 'SHA256SUMS'), 'x')
  assert.notEqual(verify('SHA256SUMS.asc', 'SHA256SUMS'), 0)
  assert.notEqual(run([join(top, 'deploy/release/sign'), folder, 'nobody@example.org'], { GNUPGHOME }).status, 0)
  run(['gpgconf', '--kill', 'all'], { GNUPGHOME })
})

/** A package with nothing in it. */
function package1 (folder) {
  const root = join(work, 'probe')
  mkdirSync(join(root, 'DEBIAN'), { recursive: true })
  writeFileSync(join(root, 'DEBIAN/control'),
    'Package: probe\nVersion: 1\nArchitecture: all\nMaintainer: Nobody <nobody@example.org>\nDescription: nothing\n')
  output(['dpkg-deb', '--root-owner-group', '--build', root, join(folder, 'probe.deb')])
}

function run (command, env = {}, cwd = work) {
  return spawnSync(command[0], command.slice(1), { encoding: 'utf8', cwd, env: { PATH: process.env.PATH, HOME: work, ...env } })
}

function output (command, env) {
  const { status, stdout, stderr } = run(command, env)
  assert.equal(status, 0, `${command.join(' ')}: ${stdout}${stderr}`)
  return stdout
}
