// The container image, built by Buildah of a package and of Debian's own files, and run as docker-compose.yml runs it, as
// far as that needs no container engine. Needs root, Buildah and a jar.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { debianBase, outside } from './machine.mjs'
import { makeJava, packages, top } from './packages.mjs'

const work = mkdtempSync(join(tmpdir(), 'alcove-image-'))
const storage = join(work, 'storage.conf')
const settings = { ALCOVE_DOMAIN: 'room.example', ALCOVE_LISTEN: '127.0.0.1', ALCOVE_SSB_PORT: '0' }
let container, image

before(() => {
  writeFileSync(storage, `[storage]
driver = "vfs"
runroot = "${work}/run"
graphroot = "${work}/graph"
`)
  const java = join(work, 'java')
  makeJava(java)
  const made = packages('0.1.0~1', join(work, 'packages'), java)
  made.build()
  mkdirSync(join(work, 'package'))
  outside('dpkg-deb', '-x', made.deb, join(work, 'package'))

  const base = buildah('from', 'scratch')
  buildah('add', '--quiet', base, debianBase('trixie', process.env.ALCOVE_TEST_DEBIANS ?? join(work, 'bases')), '/')
  buildah('commit', '--quiet', '--rm', base, 'localhost/debian:trixie-slim')
  buildah('bud', '--quiet', '--pull-never', '--format=docker', '--build-context', `package=${join(work, 'package')}`,
    '--build-arg', 'TRAIN=no', '--tag', 'alcove', top)
  image = JSON.parse(buildah('inspect', '--type', 'image', 'alcove')).Docker.config
  container = buildah('from', '--pull-never', 'localhost/alcove')
})

after(() => {
  spawnSync('buildah', ['rm', '--all'], { env: environment() })
  rmSync(work, { recursive: true, force: true })
})

test('the image: what it says is what the Dockerfile promises', () => {
  assert.equal(image.User, '8008:8008')
  assert.deepEqual(image.Entrypoint, ['alcove'])
  assert.deepEqual(image.Cmd, ['serve'])
  assert.deepEqual(Object.keys(image.ExposedPorts).sort(), ['3000/tcp', '3443/tcp', '8008/tcp'])
  assert.deepEqual(image.Healthcheck.Test, ['CMD', '/opt/alcove/ready'])
  assert.equal(inside('stat', '-c', '%u %g %a', '/data').trim(), '8008 8008 700')
  assert.match(inside('age', '--version'), /\d/)
})

test('the room in it: healthy, spoken to by its commands, the same after its end', async t => {
  const port = await freePort()
  const first = await serve(t, port, /https:\/\/room\.example\/setup\?/)
  assert.doesNotMatch(first.said(), /ERROR/)
  inside('env', `ALCOVE_HTTP_PORT=${port}`, '/opt/alcove/ready')
  const admin = '@yXc6GqNMMQ7KzYmbrZZ0jGpXhZMyMNhWUFZ1IBSx/vA=.ed25519'
  inside('alcove', 'setup', '--admin', admin)
  assert.match(inside('alcove', 'invite', 'create'), /https:\/\/room\.example\/join\?/)
  const address = inside('alcove', 'address').split('~').at(1)
  await first.end()
  assert.notEqual(attempt('env', `ALCOVE_HTTP_PORT=${port}`, '/opt/alcove/ready').status, 0)

  const again = await serve(t, port, / ready: /)
  assert.equal(inside('alcove', 'address').split('~').at(1), address)
  assert.match(inside('alcove', 'member', 'list'), /admin/)
  await again.end()
})

/** Runs the image's own command, as its own user, and goes on when it has said a line. */
async function serve (t, port, line) {
  const server = spawn('buildah', ['run', ...variables({ ...settings, ALCOVE_HTTP_PORT: port }), container, '--', 'alcove', 'serve'],
    { env: environment(), stdio: ['ignore', 'pipe', 'pipe'] })
  t.after(() => server.kill('SIGKILL'))
  const lines = []
  const ended = once(server, 'exit')
  const ready = new Promise((resolve, reject) => {
    for (const stream of [server.stdout, server.stderr]) {
      createInterface({ input: stream }).on('line', each => {
        lines.push(each)
        if (line.test(each)) resolve()
      })
    }
    ended.then(() => reject(new Error(lines.join('\n'))))
  })
  await ready
  return {
    said: () => lines.join('\n'),
    // Buildah passes no signal on to what it runs in a chroot.
    async end () {
      process.kill(last(server.pid), 'SIGTERM')
      await ended
    }
  }
}

/** The process at the end of a line of them. */
function last (pid) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean)
  return children.length === 0 ? pid : last(Number(children[0]))
}

function variables (values) {
  return Object.entries(values).flatMap(([name, value]) => ['--env', `${name}=${value}`])
}

function attempt (...command) {
  return spawnSync('buildah', ['run', container, '--', ...command], { encoding: 'utf8', env: environment() })
}

function inside (...command) {
  const { status, stdout, stderr } = attempt(...command)
  assert.equal(status, 0, `${command.join(' ')}: ${stdout}${stderr}`)
  return stdout
}

function buildah (...words) {
  return outside('env', `CONTAINERS_STORAGE_CONF=${storage}`, 'BUILDAH_ISOLATION=chroot', 'buildah', ...words).trim()
}

function environment () {
  return { ...process.env, CONTAINERS_STORAGE_CONF: storage, BUILDAH_ISOLATION: 'chroot' }
}

async function freePort () {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}
