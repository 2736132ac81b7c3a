// The launcher, in a directory of its own with a pretended Java and a pretended Maven, read by dash: what it finds,
// when it builds, what it passes on. Its list of places under /usr/lib/jvm is moved into that directory.
import { beforeEach, afterEach, test } from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const original = readFileSync(fileURLToPath(new URL('../alcove', import.meta.url)), 'utf8')
const isRoot = process.getuid() === 0
const noSetpriv = !existsSync('/usr/bin/setpriv') && 'root without setpriv'
let root, home
let stranger = false

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'alcove launcher '))
  home = join(root, 'checkout')
  program(join(home, 'alcove'), launcher())
  // Only the plain tools of the system, so that no real Java or Maven gets in.
  for (const tool of ['cat', 'cksum', 'dirname', 'find', 'head', 'mkdir', 'mv', 'readlink', 'rm', 'sed', 'sleep', 'timeout', 'touch', 'tr']) {
    mkdirSync(join(root, 'bin'), { recursive: true })
    symlinkSync(['/bin/', '/usr/bin/'].map(d => d + tool).find(existsSync), join(root, 'bin', tool))
  }
})

afterEach(() => rmSync(root, { recursive: true }))

test('no Java at all: says what to install', () => {
  sources()
  built()
  const { status, stderr } = alcove()
  assert.equal(status, 1)
  assert.match(stderr, /no Java 25 or newer found/)
  assert.match(stderr, /openjdk-25-jdk-headless/)
  assert.match(stderr, /temurin-25-jdk/)
})

test('a Java that is too old is passed over', () => {
  sources()
  built()
  java('jvm/old', '17.0.15')
  java('jvm/older', '1.8.0_402')
  assert.equal(alcove().status, 1)
  java('jvm/zz', '26-ea')
  assert.match(alcove().stdout, /^jvm\/zz /)
})

test('JAVA_HOME comes before PATH, and PATH before the rest', () => {
  sources()
  built()
  java('jvm/a', '25.0.3')
  assert.match(alcove().stdout, /^jvm\/a /)
  java('path', '25')
  symlinkSync(join(root, 'path/bin/java'), join(root, 'bin/java'))
  assert.match(alcove().stdout, /^path /)
  java('chosen', '25')
  assert.match(alcove([], { JAVA_HOME: join(root, 'chosen') }).stdout, /^chosen /)
  assert.match(alcove([], { JAVA_HOME: '/nowhere' }).stdout, /^path /)
})

test('arguments arrive as they were given, after the flags, and the operator has the last word on those', () => {
  sources()
  built()
  java('jvm/a', '25')
  const { stdout } = alcove(['serve', '--name', 'two  words', ''], { ALCOVE_JAVA_OPTS: '-Xmx1g -Dx=y' })
  assert.match(stdout, /\[-XX:MaxRAMPercentage=33\].*\[-Xmx1g\]\[-Dx=y\]\[-jar\]\[[^\]]*alcove.jar\]\[serve\]\[--name\]\[two {2}words\]\[\]/)
})

test('in a terminal Java hears how wide that is, in a pipe it does not', () => {
  sources()
  built()
  java('jvm/a', '25')
  program(join(root, 'jvm/a/bin/java'), 'printf "columns [%s]\\n" "${COLUMNS:-}"')
  symlinkSync(['/bin/stty', '/usr/bin/stty'].find(existsSync), join(root, 'bin/stty'))
  const inTerminal = (size, env) => spawnSync('/usr/bin/script', ['-qec', `stty ${size}; /bin/dash '${join(home, 'alcove')}' status`, '/dev/null'],
    { cwd: root, encoding: 'utf8', env: { PATH: join(root, 'bin'), SHELL: '/bin/sh', ...env } }).stdout
  assert.match(inTerminal('cols 91'), /columns \[91\]/)
  assert.match(inTerminal('cols 91', { COLUMNS: '40' }), /columns \[40\]/)
  assert.match(alcove(['status']).stdout, /columns \[\]/)
})

test('the process becomes Java, so that signals reach it', () => {
  sources()
  built()
  java('jvm/a', '25')
  const { pid, stdout } = alcove()
  assert.match(stdout, new RegExp(`pid ${pid}$`, 'm'))
})

test('no jar: builds once, and not again', () => {
  sources()
  java('jvm/a', '25')
  maven()
  const first = alcove(['serve'])
  assert.equal(first.status, 0, first.stderr)
  assert.match(first.stderr, /building/)
  assert.match(first.stdout, /\[-jar\]/)
  assert.doesNotMatch(alcove(['serve']).stderr, /building/)
})

test('the launcher is written over while it builds: it goes on as it was', () => {
  sources()
  java('jvm/a', '25')
  const file = join(home, 'alcove')
  maven(`echo jar > '${jar()}'; head -c 6000 '${file}' > '${file}.cut'; cat '${file}.cut' > '${file}'`)
  const { status, stdout, stderr } = alcove(['serve'])
  assert.equal(status, 0, stderr)
  assert.match(stdout, /\[-jar\]/)
})

test('a changed source, a new one, a removed one, a changed pom: builds', () => {
  sources()
  java('jvm/a', '25')
  maven()
  const inSources = path => join(home, 'room-core/src/main/java/alcove', path)
  const changes = [
    () => touch(inSources('A.java')),
    () => writeFileSync(inSources('C.java'), ''),
    () => rmSync(inSources('B.java')),
    () => touch(join(home, 'pom.xml')),
    () => touch(join(home, 'room-core/pom.xml'))
  ]
  for (const change of changes) {
    built()
    change()
    assert.match(alcove(['serve']).stderr, /building/, change.toString())
  }
})

test('a changed test does not build', () => {
  sources()
  built()
  java('jvm/a', '25')
  const file = join(home, 'room-core/src/test/java/T.java')
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, '')
  assert.equal(alcove(['serve']).stderr, '')
})

test('a failed build is not hidden by the old jar', () => {
  sources()
  java('jvm/a', '25')
  built()
  touch(join(home, 'pom.xml'))
  maven('echo broken; exit 1')
  for (const _ of [1, 2]) {
    const { status, stdout, stderr } = alcove(['serve'])
    assert.equal(status, 1)
    assert.equal(stdout, '')
    assert.match(stderr, /broken\n.*the build failed/s)
  }
})

test('a question does not build over a jar that is there, but says that it is older', () => {
  sources()
  built()
  touch(join(home, 'pom.xml'))
  java('jvm/a', '25')
  maven('echo must not run; exit 1')
  for (const args of [[], ['version'], ['invite', 'list']]) {
    const { status, stdout, stderr } = alcove(args)
    assert.equal(status, 0, stderr)
    assert.equal(stderr, 'alcove: alcove.jar is older than its sources: the next alcove serve builds it\n')
    assert.match(stdout, /\[-jar\]/)
  }
})

test('who may not build runs the jar that is there, and hears that it is older', { skip: isRoot && noSetpriv }, () => {
  sources()
  built()
  touch(join(home, 'pom.xml'))
  java('jvm/a', '25')
  maven('echo must not run; exit 1')
  asStranger(() => {
    const { status, stdout, stderr } = alcove(['serve'])
    assert.equal(status, 0, stderr)
    assert.equal(stderr,
      'alcove: alcove.jar is older than its sources, and this user may not build there: running it as it is\n')
    assert.match(stdout, /\[-jar\].*\[serve\]/)
  })
})

test('who may neither build nor find a jar is told so, and hears of no rm', { skip: isRoot && noSetpriv }, () => {
  sources()
  java('jvm/a', '25')
  maven('echo must not run; exit 1')
  mkdirSync(join(home, 'room-web/target'), { recursive: true })
  asStranger(() => {
    const { status, stderr } = alcove(['serve'])
    assert.equal(status, 1)
    assert.match(stderr, /^alcove: there is no alcove.jar yet, and this user may not build one in .*\n$/)
  })
})

test('a build tells of its parts in a line each, without escape sequences', () => {
  sources()
  java('jvm/a', '25')
  const fetched = Array.from({ length: 250 }, (_, n) => `[INFO] Downloaded from central: https://example/${n}.jar`)
  mkdirSync(dirname(jar()), { recursive: true })
  writeFileSync(join(root, 'said'), [
    ...fetched, '', '[INFO] Building Alcove room-core 0.1.0-SNAPSHOT [2/4]', '[INFO] --- compiler:3:compile @ room-core ---',
    '[WARNING] nothing of import', '\u001b[0m\u001b[0m'
  ].join('\n') + '\n')
  maven(`cat '${join(root, 'said')}'; echo jar > '${jar()}'`)
  assert.deepEqual(alcove(['serve']).stderr.split('\n').slice(1), [
    'alcove:   fetched 100 files that it is made of', 'alcove:   fetched 200 files that it is made of', 'alcove:   room-core',
    'alcove: learning what a room does, for the next starts (half a minute)', ''
  ])
})

test('without a locale of UTF-8 Java gets one, and keeps its own where there is', () => {
  writeFileSync(join(home, 'alcove.jar'), 'jar')
  program(join(root, 'jvm/a/bin/java'), 'printf "%s" "${LC_ALL:-none}"')
  writeFileSync(join(root, 'jvm/a/release'), 'JAVA_VERSION="25"\n')
  assert.equal(alcove().stdout, 'C.UTF-8')
  program(join(root, 'bin/locale'), 'echo ANSI_X3.4-1968')
  assert.equal(alcove().stdout, 'C.UTF-8')
  program(join(root, 'bin/locale'), 'echo UTF-8')
  assert.equal(alcove().stdout, 'none')
  program(join(root, 'bin/locale'), 'echo ISO-8859-1')
  assert.equal(alcove().stdout, 'none')
})

test('nothing to build with: says what to install', () => {
  sources()
  java('jvm/runtime', '25', { jdk: false })
  assert.match(alcove().stderr, /no JDK 25 or newer/)
  java('jvm/whole', '25')
  const { status, stderr } = alcove()
  assert.equal(status, 1)
  assert.match(stderr, /apt-get install maven/)
})

test('an installed copy, called from elsewhere through links: runs its own jar', () => {
  java('jvm/a', '25')
  writeFileSync(join(home, 'alcove.jar'), 'jar')
  mkdirSync(join(root, 'links'))
  symlinkSync('../checkout/alcove', join(root, 'links/alcove'))
  symlinkSync(join(root, 'links/alcove'), join(root, 'again'))
  const { stdout, stderr } = run(join(root, 'again'), [], {}, '/')
  assert.ok(stdout.includes(`[-jar][${home}/alcove.jar]`), stdout + stderr)
})

test('a package runs on the Java that it brings along, whatever else there is', () => {
  java('jvm/a', '25')
  java('checkout/java', '25')
  writeFileSync(join(home, 'alcove.jar'), 'jar')
  assert.match(alcove([], { JAVA_HOME: join(root, 'jvm/a') }).stdout, /^checkout\/java /)
})

test('in the Debian package: the settings of the service, as they are written, unless the caller has others', () => {
  packaged()
  writeFileSync(join(root, 'settings'), [
    '# ALCOVE_NAME=no', 'ALCOVE_DOMAIN=room.example  ', "ALCOVE_LISTEN='*'", 'ALCOVE_NAME=$(touch /tmp/x) & "b', 'PATH=/nowhere',
    'ALCOVE_SSB_PORT=1', 'ALCOVE_x=1', 'nonsense', 'ALCOVE_JDBC_URL=jdbc:x?a=b&c=d'
  ].join('\n'))
  const { stdout, stderr, status } = alcove(['member', 'list'], { ALCOVE_SSB_PORT: '2' })
  assert.equal(status, 0, stderr)
  assert.deepEqual(stdout.trim().split('\n').sort(), [
    `ALCOVE_DATA=${root}/data`, 'ALCOVE_DOMAIN=room.example', 'ALCOVE_JDBC_URL=jdbc:x?a=b&c=d', 'ALCOVE_LISTEN=*',
    'ALCOVE_NAME=$(touch /tmp/x) & "b', 'ALCOVE_SSB_PORT=2'
  ])
})

test('in the Debian package: what is about no room, or about another, goes on as it is', () => {
  packaged('nobody-of-that-name')
  writeFileSync(join(root, 'settings'), 'ALCOVE_DOMAIN=room.example\n')
  for (const args of [[], ['version'], ['--version'], ['member', '--help'], ['serve', '--data', '/x'], ['serve', '--data=/x']]) {
    const { stdout, status } = alcove(args)
    assert.deepEqual([status, stdout], [0, ''], args.join(' '))
  }
  assert.equal(alcove(['member', 'list'], { ALCOVE_DATA: '/x' }).stdout, 'ALCOVE_DATA=/x\n')
})

test('an installed copy without a jar says so', () => {
  java('jvm/a', '25')
  const { status, stderr } = alcove()
  assert.equal(status, 1)
  assert.match(stderr, /neither sources nor alcove.jar/)
})

test('the cache of one jar is not used for another', () => {
  sources()
  java('jvm/a', '25')
  maven()
  const trained = alcove(['serve']).stdout
  assert.match(trained, /\[-XX:AOTCache=[^\]]*\.aot\]/)
  assert.equal(caches().length, 1)
  assert.match(alcove([], { ALCOVE_JAVA_OPTS: '-Xmx1g' }).stdout, /AOTCache.*\[-jar\]/)
  writeFileSync(jar(), 'another jar')
  assert.doesNotMatch(alcove().stdout, /AOTCache/)
})

test('a colon in the path: starts without a cache', () => {
  home = join(root, 'check:out')
  program(join(home, 'alcove'), launcher())
  sources()
  java('jvm/a', '25')
  maven()
  const { status, stdout } = alcove()
  assert.equal(status, 0)
  assert.doesNotMatch(stdout, /AOTCache/)
})

test('a cache that cannot be made is done without, and the build says so', () => {
  sources()
  java('jvm/a', '25', { train: 'exit 1' })
  maven()
  const { status, stdout, stderr } = alcove()
  assert.equal(status, 0)
  assert.match(stderr, /no cache could be made in .*exit code 1/)
  assert.doesNotMatch(stdout, /AOTCache/)
  assert.deepEqual(caches(), [])
})

test('an installed copy is told to make its cache, and uses it', () => {
  java('jvm/a', '25')
  writeFileSync(join(home, 'alcove.jar'), 'jar')
  assert.doesNotMatch(alcove().stdout, /AOTCache/)
  const { status, stdout } = alcove(['train'])
  assert.equal(status, 0)
  assert.equal(stdout, '')
  assert.match(alcove().stdout, /\[-XX:AOTCache=[^\]]*\.aot\]/)
})

test('an installed copy that cannot make its cache says so, and works', () => {
  java('jvm/a', '25', { train: 'exit 1' })
  writeFileSync(join(home, 'alcove.jar'), 'jar')
  const { status, stderr } = alcove(['train'])
  assert.equal(status, 1)
  assert.match(stderr, /no cache could be made/)
  assert.equal(alcove().status, 0)
})

test('what could not be rehearsed is said, and the cache is used all the same', () => {
  java('jvm/a', '25', { train: 'touch "$cache"; echo "alcove: not rehearsed: pages" >&2; exit 1' })
  writeFileSync(join(home, 'alcove.jar'), 'jar')
  const { status, stderr } = alcove(['train'])
  assert.equal(status, 0)
  assert.match(stderr, /not rehearsed: pages/)
  assert.match(alcove().stdout, /AOTCache/)
})

test('what Java says to itself while it writes the cache is not for people', () => {
  sources()
  java('jvm/a', '25', { train: 'echo "Picked up JAVA_TOOL_OPTIONS: -Dx" >&2; echo "no tunnels: refused" >&2; touch "$cache"' })
  maven()
  const { stderr } = alcove(['serve'])
  assert.doesNotMatch(stderr, /Picked up/)
  assert.match(stderr, /^no tunnels: refused$/m)
})

test('training that takes too long is ended, and half a cache is not used', () => {
  java('jvm/a', '25', { train: 'touch "$cache"; sleep 60' })
  writeFileSync(join(home, 'alcove.jar'), 'jar')
  program(join(home, 'alcove'), launcher().replace('longest_training=60', 'longest_training=1'))
  const { status, stderr } = alcove(['train'])
  assert.equal(status, 1)
  assert.match(stderr, /no cache could be made/)
  assert.deepEqual(readdirSync(home).filter(name => name.includes('.aot')), [])
})

test('a cache whose writing takes too long is not used either', () => {
  java('jvm/a', '25', { create: 'touch "$cache"; sleep 60' })
  writeFileSync(join(home, 'alcove.jar'), 'jar')
  program(join(home, 'alcove'), launcher().replace('longest_training=60', 'longest_training=1'))
  const { status, stderr } = alcove(['train'])
  assert.equal(status, 1)
  assert.match(stderr, /no cache could be made .*exit code 137/)
  assert.deepEqual(readdirSync(home).filter(name => name.includes('.aot')), [])
})

test('where memory is short, training is the first that has to go', { skip: !existsSync('/proc/self/oom_score_adj') }, () => {
  const told = 'touch "$cache"; while read -r score; do echo "score $score" >&2; done </proc/self/oom_score_adj'
  java('jvm/a', '25', { train: told, create: told })
  writeFileSync(join(home, 'alcove.jar'), 'jar')
  assert.match(alcove(['train']).stderr, /score 1000\n[^]*score 1000\n/)
})

test('training and the room run with the same flags, or the cache would not fit', () => {
  const told = 'touch "$cache"; printf "%s\\n" "$*" >&2'
  java('jvm/a', '25', { train: told, create: told })
  writeFileSync(join(home, 'alcove.jar'), 'jar')
  const flags = /-XX:\+UseCompactObjectHeaders.*?--enable-native-access=ALL-UNNAMED/g
  const [recorded, created] = alcove(['train']).stderr.match(flags)
  const [run] = alcove().stdout.replaceAll('][', ' ').match(flags)
  assert.equal(created, recorded)
  assert.equal(run, recorded)
})

/** Runs the launcher as somebody who may read everything here and write nothing. */
function asStranger (work) {
  stranger = isRoot
  chmodSync(root, 0o755)
  const places = [home, join(home, 'room-core'), join(home, 'room-web'), join(home, 'room-web/target')].filter(existsSync)
  if (!isRoot) places.forEach(place => chmodSync(place, 0o555))
  try {
    work()
  } finally {
    stranger = false
    if (!isRoot) places.forEach(place => chmodSync(place, 0o755))
  }
}

function launcher () {
  return original.replaceAll('/usr/lib/jvm', `"${root}"/jvm`).replace(/^#!.*\n/, '')
}

function alcove (args = [], env = {}) {
  return run(join(home, 'alcove'), args, env, root)
}

function run (file, args, env, cwd) {
  const command = ['/bin/dash', file, ...args]
  if (stranger) command.unshift('/usr/bin/setpriv', '--reuid=65534', '--regid=65534', '--clear-groups')
  return spawnSync(command[0], command.slice(1), { cwd, encoding: 'utf8', env: { PATH: join(root, 'bin'), ...env } })
}

function program (path, text) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `#!/bin/sh\n${text}`)
  chmodSync(path, 0o755)
}

/**
 * A Java that prints where it lies, its arguments and its process; what it does when it is to learn what a room does, and
 * then to write a cache of that, are the shell's `train` and `create`, with the name of the file to write in `cache`.
 */
function java (place, version, { jdk = true, train = 'touch "$cache"', create = 'touch "$cache"' } = {}) {
  program(join(root, place, 'bin/java'), `
for a in "$@"; do
  case $a in
    -XX:AOTMode=*) step="\${a#*=}" ;;
    -XX:AOTConfiguration=*) learnt="\${a#*=}" ;;
    -XX:AOTCache=*) cache="\${a#*=}" ;;
  esac
done
case "$step" in
  record) cache=$learnt; ${train}; exit 0 ;;
  create) [ -f "$learnt" ] || exit 1; ${create}; exit 0 ;;
esac
printf '%s ' '${place}'
for a in "$@"; do printf '[%s]' "$a"; done
printf '\\npid %s\\n' "$$"
`)
  if (jdk) program(join(root, place, 'bin/javac'), '')
  writeFileSync(join(root, place, 'release'), `IMPLEMENTOR="Somebody"\nJAVA_VERSION="${version}"\n`)
}

/**
 * An installed package with a Java that prints its variables of Alcove, called by a user who is not root; the service has
 * that user, or another.
 */
function packaged (user = 'tester') {
  writeFileSync(join(home, 'alcove.jar'), 'jar')
  java('checkout/java', '25')
  program(join(home, 'java/bin/java'), '/usr/bin/env | /bin/grep ^ALCOVE_; exit 0')
  program(join(root, 'bin/id'), 'case $1 in -u) echo 1000 ;; -un) echo tester ;; *) echo tester users ;; esac')
  const service = readFileSync(fileURLToPath(new URL('../deploy/package/service', import.meta.url)), 'utf8')
  writeFileSync(join(home, 'service'), service
    .replace(/^service_user=.*$/m, `service_user=${user}`)
    .replace(/^service_data=.*$/m, `service_data='${root}/data'`)
    .replace(/^service_settings=.*$/m, `service_settings='${root}/settings'`))
}

/** A Maven that makes what a fresh clone has not, as the real one does. */
function maven (text = `echo jar > '${jar()}'`) {
  program(join(root, 'bin/mvn'), `mkdir -p '${dirname(jar())}'\n${text}`)
}

/** Sources from the past, so that everything made now is newer. */
function sources () {
  for (const file of ['pom.xml', 'room-core/pom.xml', 'room-core/src/main/java/alcove/A.java', 'room-core/src/main/java/alcove/B.java', 'room-web/pom.xml']) {
    mkdirSync(dirname(join(home, file)), { recursive: true })
    writeFileSync(join(home, file), '')
  }
}

/** A jar from just after everything that is there; what changes from now on is newer. */
function built () {
  mkdirSync(dirname(jar()), { recursive: true })
  writeFileSync(jar(), 'jar')
  const past = new Date(Date.now() - 60_000)
  const old = path => {
    utimesSync(path, past, past)
    if (!path.includes('.')) readdirSync(path).forEach(name => old(join(path, name)))
  }
  old(join(home, 'room-core'))
  old(join(home, 'room-web/pom.xml'))
  utimesSync(join(home, 'pom.xml'), past, past)
  const between = new Date(Date.now() - 30_000)
  utimesSync(jar(), between, between)
}

function touch (path) {
  const now = new Date()
  utimesSync(path, now, now)
}

function jar () {
  return join(home, 'room-web/target/alcove.jar')
}

function caches () {
  return readdirSync(dirname(jar())).filter(name => name.includes('.aot'))
}
