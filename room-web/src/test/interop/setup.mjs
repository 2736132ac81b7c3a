// Alcove against Scuttlebutt clients that nobody here wrote. `npm test` runs everything, `npm run
// test:quick` what needs neither pub nor browser; a single file runs with `node --test FILE` once this script has
// run. Needs Node 20, and Debian's chromium, caddy, python3-venv and python3-nacl. lib/room.mjs says which room is tested.
//
// This script installs the clients' packages, each set from its own lock file, because they need different
// versions of the same modules. A set whose lock file has not changed is left alone. It also forgets what servers
// have logged before, because zz-logs.test.mjs reads all of it. Usage: node setup.mjs [SET...]
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { forgetLogs } from './lib/server-log.mjs'

const python = 'python'
const sets = process.argv.length > 2 ? process.argv.slice(2) : ['legacy', 'modern', 'pub', 'browser', 'originals', python]

forgetLogs()

for (const set of sets) {
  const folder = fileURLToPath(new URL(`./${set}/`, import.meta.url))
  const locks = set === python ? ['build.txt', 'requirements.txt'] : ['package-lock.json']
  const hash = createHash('sha256')
  for (const lock of locks) hash.update(readFileSync(folder + lock))
  const stamp = `${folder}${set === python ? 'venv' : 'node_modules'}/.installed-lock`
  const wanted = hash.digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) continue

  console.log(`installing the ${set} clients`)
  if (set === python) {
    run(folder, '/usr/bin/python3', '-m', 'venv', '--clear', '--system-site-packages', 'venv')
    for (const lock of locks) {
      run(folder, 'venv/bin/pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps',
        '--no-build-isolation', '--require-hashes', '-r', lock)
    }
  } else {
    // The sets' .npmrc keeps install scripts from running: the prebuilt binaries in the packages suffice.
    run(folder, 'npm', 'ci', '--no-progress')
  }
  writeFileSync(stamp, wanted)
}

function run (cwd, program, ...args) {
  const result = spawnSync(program, args, { cwd, stdio: 'inherit' })
  if (result.status !== 0) process.exit(result.status ?? 1)
}
