// The examples for nginx, Caddy and HAProxy, as they are but for ports and certificates, in front of a stand-in for the room that
// tells what arrives there.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from 'node:tls'
import { fileURLToPath } from 'node:url'

const deploy = fileURLToPath(new URL('../../deploy/', import.meta.url))
const domain = 'room.example'
let folder, room, stopped
const running = []

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'alcove-proxies-'))
  room = await standIn()
})

after(async () => {
  stopped = true
  for (const child of running) {
    // Asked politely, Caddy waits for streams that are still open.
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }
  room?.server.closeAllConnections()
  room?.server.close()
  rmSync(folder, { recursive: true })
})

test('nginx: passes on what the room needs to know', async () => {
  await behaves(await nginx())
})

test('Caddy: passes on what the room needs to know, and certifies aliases that exist', async () => {
  const ports = await caddy()
  await behaves(ports)
  const alias = await get(ports.https, `alice.${domain}`)
  assert.equal(alias.seen.host, `alice.${domain}`)
  for (const name of [`nobody.${domain}`, `a.alice.${domain}`, 'alice.elsewhere.example']) {
    await assert.rejects(get(ports.https, name), /alert internal error|handshake failure/, name)
  }
  assert.deepEqual(new Set(room.asked), new Set([`alice.${domain}`, `nobody.${domain}`]))
})

test('HAProxy: passes on what the room needs to know', async () => {
  await behaves(await haproxy())
})

/** What every proxy in front of a room has to do. */
async function behaves (ports) {
  const { seen } = await get(ports.https, domain, { 'x-forwarded-for': '192.0.2.1', 'x-forwarded-proto': 'http' })
  assert.equal(seen.host, domain)
  assert.equal(seen['x-forwarded-for'], '127.0.0.1', 'what a client claims about itself is dropped')
  assert.equal(seen['x-forwarded-proto'], 'https')
  assert.equal(await echoThroughWebSocket(ports.https), 'a box')
  await passesEventsOnAtOnce(ports.https)
  assert.equal((await postInChunks(ports.https)).text, 'one, two')
  const moved = await answer(http.get({ port: ports.http, path: '/join?invite=x', headers: { host: domain } }))
  assert.ok([301, 308].includes(moved.status), moved.status)
  assert.equal(moved.headers.location, `https://${domain}/join?invite=x`)
}

async function haproxy () {
  const ports = { http: await freePort(), https: await freePort(), peers: await freePort() }
  const certificates = join(folder, 'certificates')
  mkdirSync(certificates)
  certify(join(folder, 'haproxy.key'), join(folder, 'haproxy.crt'))
  writeFileSync(join(certificates, 'room.pem'), readFileSync(join(folder, 'haproxy.crt')) + readFileSync(join(folder, 'haproxy.key')))
  const file = join(folder, 'haproxy.cfg')
  writeFileSync(file, readFileSync(join(deploy, 'haproxy/haproxy.cfg'), 'utf8')
    .replaceAll(/bind :(8008|80|443)\b/g, (_, port) => `bind 127.0.0.1:${{ 8008: ports.peers, 80: ports.http, 443: ports.https }[port]}`)
    .replaceAll(':3000"', `:${room.port}"`)
    .replaceAll('check port 3000', `check port ${room.port}`)
    .replace('maxconn 40000', 'maxconn 1000')
    .replaceAll('/etc/haproxy/certs/', `${certificates}/`))
  const environment = { ...process.env, ALCOVE_NODE1: '127.0.0.1', ALCOVE_NODE2: '127.0.0.1', ALCOVE_NODE3: '127.0.0.1', ALCOVE_HAPROXY_SOCKET: join(folder, 'haproxy.socket') }
  execFileSync('haproxy', ['-c', '-q', '-f', file], { env: environment, stdio: 'pipe' })
  run('haproxy', ['-db', '-f', file], environment)
  await serving(ports.https)
  return ports
}

async function nginx () {
  const ports = { http: await freePort(), https: await freePort() }
  const live = join(folder, 'live')
  mkdirSync(live)
  certify(join(live, 'privkey.pem'), join(live, 'fullchain.pem'))
  const site = readFileSync(join(deploy, 'nginx/alcove.conf'), 'utf8')
    .replaceAll('/etc/letsencrypt/live/room.example', live)
    .replaceAll(/listen (\[::\]:)?(80|443)( ssl)?;/g, (_, six, port, ssl = '') => six ? '' : `listen 127.0.0.1:${port === '80' ? ports.http : ports.https}${ssl};`)
    .replace('127.0.0.1:3000', `127.0.0.1:${room.port}`)
  const file = join(folder, 'nginx.conf')
  writeFileSync(file, `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log stderr;
events {}
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(what => `${what}_temp_path ${folder}/${what};`).join('\n  ')}
  ${site}
}`)
  execFileSync('nginx', ['-t', '-q', '-e', 'stderr', '-c', file])
  run('nginx', ['-e', 'stderr', '-c', file])
  await serving(ports.https)
  return ports
}

async function caddy () {
  const environment = {
    PATH: process.env.PATH, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder,
    ALCOVE_DOMAIN: domain, ALCOVE_UPSTREAM: `127.0.0.1:${room.port}`
  }
  const source = join(deploy, 'caddy/Caddyfile')
  execFileSync('caddy', ['validate', '--config', source, '--adapter', 'caddyfile'], { env: environment, stdio: 'pipe' })
  const ports = { http: await freePort(), https: await freePort() }
  const text = execFileSync('caddy', ['adapt', '--config', source, '--adapter', 'caddyfile'], { env: environment, stdio: 'pipe' })
  const config = JSON.parse(text)
  config.admin = { disabled: true }
  config.apps.http.http_port = ports.http
  config.apps.http.https_port = ports.https
  for (const server of Object.values(config.apps.http.servers)) {
    server.listen = server.listen.map(at => at.replace(/^:443$/, `127.0.0.1:${ports.https}`))
  }
  // certificates of its own, since nobody out there vouches for room.example
  const issuers = [{ module: 'internal' }]
  config.apps.tls.automation.policies = config.apps.tls.automation.policies.map(policy => ({ ...policy, issuers }))
  config.apps.tls.automation.policies.push({ issuers })
  config.apps.pki = { certificate_authorities: { local: { install_trust: false } } }
  const file = join(folder, 'caddy.json')
  writeFileSync(file, JSON.stringify(config))
  run('caddy', ['run', '--config', file], environment)
  await serving(ports.https)
  return ports
}

function certify (key, certificate) {
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
    '-subj', `/CN=${domain}`, '-keyout', key, '-out', certificate], { stdio: 'pipe' })
}

/** Starts a program, whose words are only of interest when it ends before its time. */
function run (program, args, env = process.env) {
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stdout.on('data', data => { said += data })
  child.stderr.on('data', data => { said += data })
  child.on('exit', code => { if (!stopped) console.error(`${program} ended with ${code}: ${said}`) })
  running.push(child)
}

/** Answers with the headers it got, knows one alias, and echoes what is posted, and whatever asks for an upgrade. */
async function standIn () {
  const asked = []
  const server = http.createServer((request, response) => {
    const url = new URL(request.url, 'http://room')
    if (url.pathname === '/caddy/ask') {
      const name = url.searchParams.get('domain')
      asked.push(name)
      const isCaddyItself = !request.headers['x-forwarded-for'] && !request.headers.via
      response.writeHead(isCaddyItself && name === `alice.${domain}` ? 200 : 404).end()
    } else if (url.pathname === '/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' })
      response.write('data: first\n\n')
      request.on('close', () => response.end())
    } else if (request.method === 'POST') {
      request.pipe(response)
    } else {
      response.end(JSON.stringify(request.headers))
    }
  })
  server.on('upgrade', (request, socket) => {
    const accepted = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      `Sec-WebSocket-Accept: ${accepted}\r\n\r\n`)
    socket.pipe(socket)
    socket.on('error', () => socket.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, asked, port: server.address().port }
}

async function get (port, servername, headers = {}) {
  const { status, text } = await answer(https.get({
    port, servername, host: '127.0.0.1', agent: false, rejectUnauthorized: false, headers: { host: servername, ...headers }
  }))
  assert.equal(status, 200)
  return { seen: JSON.parse(text) }
}

/** The stream never ends by itself, so whoever gathers it gets nothing at all. */
async function passesEventsOnAtOnce (port) {
  const request = https.get({ port, servername: domain, host: '127.0.0.1', path: '/events', agent: false, rejectUnauthorized: false,
    headers: { host: domain, accept: 'text/event-stream' } })
  request.on('error', () => {})
  const [response] = await once(request, 'response', { signal: AbortSignal.timeout(10000) })
  const [first] = await once(response, 'data', { signal: AbortSignal.timeout(10000) })
  assert.equal(first.toString(), 'data: first\n\n')
  assert.equal(response.headers['content-type'], 'text/event-stream')
  request.destroy()
}

async function postInChunks (port) {
  const request = https.request({ port, servername: domain, host: '127.0.0.1', path: '/', method: 'POST', agent: false,
    rejectUnauthorized: false, headers: { host: domain, 'transfer-encoding': 'chunked' } })
  request.write('one, ')
  request.end('two')
  return answer(request)
}

async function answer (request) {
  const [response] = await once(request, 'response')
  let text = ''
  for await (const piece of response) text += piece
  return { status: response.statusCode, headers: response.headers, text }
}

async function echoThroughWebSocket (port) {
  const socket = connect({ port, host: '127.0.0.1', servername: domain, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] })
  await once(socket, 'secureConnect')
  socket.write(`GET / HTTP/1.1\r\nHost: ${domain}\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n` +
    'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n')
  const [head] = await once(socket, 'data')
  assert.match(head.toString(), /^HTTP\/1\.1 101 /)
  socket.write('a box')
  const [echo] = await once(socket, 'data')
  socket.destroy()
  return echo.toString()
}

async function freePort () {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

/** Waits until a proxy answers for the room: it listens before it has its certificate. */
async function serving (port) {
  for (let tries = 1; ; tries++) {
    try {
      return await get(port, domain)
    } catch (error) {
      if (tries === 200) throw error
      await sleep(50)
    }
  }
}
