// Our handshake against the public suite for secret handshakes (shs1-test): both roles, both crypto
// implementations. Run after the Java build, whose test classes hold the other end of relay.cjs.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = path => fileURLToPath(new URL(path, import.meta.url))
const target = here('../../../../../room-tunnel/target/')

for (const crypto of ['java', 'native']) {
  for (const role of ['server', 'client']) {
    test(`${role}, ${crypto} crypto`, { timeout: 120_000 }, async context => {
      const port = await startHarness(context, crypto)
      const suite = here(`node_modules/shs1-test/test-${role}.js`)
      const { code, output } = await run(process.execPath, [suite, here('relay.cjs'), 'alcove'],
        { ...process.env, SHS1_PORT: port })
      assert.equal(code, 0, output)
      assert.match(output, new RegExp(`Passed the ${role} test suite`))
    })
  }
}

async function startHarness (context, crypto) {
  const file = join(target, 'test-classpath.txt')
  if (!existsSync(file)) throw new Error(`no ${file}: build the project first`)
  const classes = [join(target, 'test-classes'), join(target, 'classes'), readFileSync(file, 'utf8').trim()]
  const harness = spawn(java(), ['--enable-native-access=ALL-UNNAMED', '-cp', classes.join(delimiter),
    'alcove.tunnel.shs.suite.SuiteHarness', crypto], { stdio: ['pipe', 'pipe', 'ignore'] })
  const ended = once(harness, 'exit')
  context.after(() => {
    harness.stdin.end()
    return ended
  })
  const port = await Promise.race([once(createInterface(harness.stdout), 'line'),
    ended.then(([code]) => { throw new Error(`the harness ended with ${code}`) })])
  return String(port)
}

async function run (command, args, env) {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', text => { output += text })
  const [code] = await once(child, 'close')
  return { code, output }
}

function java () {
  const folders = existsSync('/usr/lib/jvm') ? readdirSync('/usr/lib/jvm').map(name => `/usr/lib/jvm/${name}`) : []
  const home = [process.env.JAVA_HOME, ...folders.reverse()].find(folder => folder && release(folder) >= 25)
  if (!home) throw new Error('no Java 25 in JAVA_HOME or /usr/lib/jvm')
  return join(home, 'bin', 'java')
}

function release (home) {
  const file = join(home, 'release')
  if (!existsSync(file)) return 0
  return Number(/JAVA_VERSION="(\d+)/.exec(readFileSync(file, 'utf8'))?.[1] ?? 0)
}
