// Makes a room by an older Alcove, as its users would, for the tests of updates: see README.md in
// room-core/src/test/resources/alcove/store/older. Usage: node make.mjs ALCOVE_JAR FOLDER [JDBC-URL]
// FOLDER is made: in it will be `data`, the room's own directory, `backup` of a room without a server of databases,
// `listed.json`, what that Alcove's own commands list, and `secrets.properties`, what its people know.
import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connectWire, keysFor, signAlias } from '../lib/wire.mjs'

const [jar, folder, jdbc] = process.argv.slice(2)
const java = `${process.env.JAVA_HOME}/bin/java`
const data = resolve(folder, 'data')
mkdirSync(data, { recursive: true, mode: 0o700 })
const place = ['--data', data, ...(jdbc ? ['--jdbc-url', jdbc] : [])]
const [ana, ben, cleo, dan, eve, finn, gus, hal, ida] =
  ['ana', 'ben', 'cleo', 'dan', 'eve', 'finn', 'gus', 'hal', 'ida'].map(name => keysFor(`an older room: ${name}`))

function run (args, input = '') {
  const child = spawn(java, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  let out = ''
  let err = ''
  child.stdout.on('data', text => { out += text })
  child.stderr.on('data', text => { err += text })
  child.stdin.end(input)
  return new Promise((resolve, reject) => child.once('close', code =>
    code === 0 ? resolve(out.trim()) : reject(new Error(`${args.join(' ')}: ${code}: ${err}`))))
}

const alcove = (...words) => run(['-jar', jar, ...words, ...place])
const write = (kind, title, text, ...flags) =>
  run(['-jar', jar, 'notice', 'set', kind, '--title', title, ...flags, ...place], text)
const invite = async (...flags) => {
  const link = (await alcove('invite', 'create', ...flags)).split('\n').at(-1)
  return new URL(link).searchParams.get('invite') ?? new URL(link).searchParams.get('token')
}
const known = run(['-jar', jar, '--help'])
const has = async word => new RegExp(`^ +${word} `, 'm').test(await known)

async function serve () {
  const child = spawn(java, ['-jar', jar, 'serve', ...place, '--listen', '127.0.0.1', '--ssb-port', '0', '--http-port', '0'])
  let said = ''
  const room = { stop: () => new Promise(resolve => { child.once('exit', resolve); child.kill('SIGTERM') }) }
  await new Promise((resolve, reject) => {
    const read = text => {
      said += text
      room.address = /^(net:\S+~shs:\S+)\n/m.exec(said)?.[1]
      room.port = /browsers on port (\d+)/.exec(said)?.[1]
      if (room.address && room.port) resolve()
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('exit', code => reject(new Error(`ended with ${code}: ${said}`)))
  })
  room.id = `@${room.address.split('~shs:')[1].split(':')[0]}.ed25519`
  room.post = (path, body, headers = {}) =>
    fetch(`http://localhost:${room.port}${path}`, { method: 'POST', redirect: 'manual', body, headers })
  return room
}

async function claim (room, token, keys) {
  const answer = await room.post('/invite/consume', JSON.stringify({ id: keys.id, invite: token }),
    { 'content-type': 'application/json' })
  const { status, error } = await answer.json()
  if (status !== 'successful') throw new Error(error)
}

async function takeAliases (room, keys, ...names) {
  const wire = await connectWire(room.address, { keys })
  for (const name of names) await wire.call('room.registerAlias', name, signAlias(keys, room.id, keys.id, name))
  await wire.close()
}

/** The cookie of a browser in which a member has chosen a password. */
async function choosePassword (room, token, password) {
  const answer = await room.post('/password', new URLSearchParams({ token, password, again: password }))
  if (answer.status !== 303) throw new Error(`no password chosen: ${answer.status}`)
  return answer.headers.getSetCookie().map(cookie => cookie.split(';')[0]).find(cookie => cookie.includes('session'))
}

const secrets = { ana: ana.id, ben: ben.id, cleo: cleo.id }
let room = await serve()
secrets.room = room.id
await alcove('member', 'add', ana.id, '--role', 'admin')
await alcove('member', 'add', ben.id, '--role', 'moderator')
await alcove('member', 'add', dan.id)
await alcove('setting', 'set', 'name', 'Zum alten Anker ⚓')
await alcove('setting', 'set', 'privacy-mode', 'community')
await alcove('setting', 'set', 'language', 'de')
await alcove('setting', 'set', 'aliases-per-member', '4')
await write('description', 'Who we are', 'We *mend* nets.\n\n- "quotes", \'apostrophes\' and \\ backslashes\n- ünïcode: 漁 🐟\n', '--language', 'en')
await write('code-of-conduct', 'Hausordnung', 'Seid nett.\n', '--language', 'de')
await write('news', 'Old news', 'To be deleted.\n', '--language', 'en')
await alcove('notice', 'delete', 'news', '--language', 'en')
secrets.openInvite = await invite('--uses', '5', '--label', 'für alle', '--expires', '2199-12-31')
await claim(room, secrets.openInvite, cleo)
const used = await invite('--label', 'once')
await claim(room, used, finn)
await invite('--label', 'revoked')
await alcove('invite', 'revoke', '3')
await takeAliases(room, cleo, 'cleo', 'klee')
await takeAliases(room, ana, 'ana', 'anna', 'gone')
await takeAliases(room, finn, 'finn')
await alcove('alias', 'revoke', 'gone')
await alcove('member', 'remove', dan.id)
await alcove('block', 'add', eve.id, '--reason', 'spam; "always"')
await alcove('block', 'add', finn.id, '--reason', '', '--until', '2199-01-31')
await alcove('block', 'add', gus.id)
await alcove('block', 'remove', gus.id)
if (await has('app')) {
  await alcove('app', 'add', 'Patchfox', 'https://patchfox.example/', '--platforms', 'linux,windows')
}
if (/^ +replace /m.test(await run(['-jar', jar, 'member', '--help']))) {
  await alcove('member', 'add', hal.id)
  await alcove('member', 'add', hal.id, '--role', 'moderator')
  await alcove('member', 'replace', hal.id, ida.id)
  await alcove('member', 'remove', ida.id)
  await alcove('setting', 'set', 'show-online', 'no')
  await alcove('setting', 'set', 'alias-form', 'path')
  await alcove('app', 'set', '2', '--place', '1')
  await alcove('app', 'set', '2', '--homepage', 'https://patchfox.example/app')
}
const passwords = await has('password')
if (passwords || process.env.RESET_LINKS) {
  await room.stop()
  const link = member => passwords
    ? alcove('password', 'reset-link', member.id).then(out => new URL(out.split('\n').at(-1)).searchParams.get('token'))
    : run(['-cp', jar, fileURLToPath(new URL('ResetLink.java', import.meta.url)), data, room.id, member.id,
      ...(jdbc ? [jdbc] : [])])
  const chosen = await link(ana)
  secrets.resetLink = await link(ben)
  room = await serve()
  secrets.password = 'correct horse battery staple'
  secrets.cookie = await choosePassword(room, chosen, secrets.password)
}

const listed = {}
for (const kind of ['member', 'alias', 'invite', 'block', 'notice', 'audit', ...(await has('app') ? ['app'] : [])]) {
  listed[kind] = JSON.parse(await alcove(kind, 'list', '--json'))
}
listed.setting = JSON.parse(await alcove('setting', 'get', '--json'))
if (await has('session')) listed.session = JSON.parse(await alcove('session', 'list', ana.id, '--json'))
if (!jdbc) await alcove('backup', resolve(folder, 'backup'))
await room.stop()
writeFileSync(join(folder, 'listed.json'), JSON.stringify(listed, null, 1) + '\n')
secrets.made = listed.audit[0].at
writeFileSync(join(folder, 'secrets.properties'), Object.entries(secrets).map(([name, value]) => `${name}=${value}\n`).join(''))
