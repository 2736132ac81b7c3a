// Alcove against JavaScript Scuttlebutt clients that nobody here wrote. `npm test` runs everything, `npm run
// test:quick` what needs neither pub nor browser; a single file runs with `node --test FILE` once this script has
// run. Needs Node 20, and Debian's chromium and caddy. lib/room.mjs says which room is tested.
//
// This script installs the clients' packages, each set from its own lock file, because they need different
// versions of the same modules. A set whose lock file has not changed is left alone. It also forgets what servers
// have logged before, because zz-logs.test.mjs reads all of it. Usage: node setup.mjs [SET...]
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { forgetLogs } from './lib/server-log.mjs'

const sets = process.argv.length > 2 ? process.argv.slice(2) : ['legacy', 'modern', 'pub', 'browser']

forgetLogs()

for (const set of sets) {
  const folder = fileURLToPath(new URL(`./${set}/`, import.meta.url))
  const lock = createHash('sha256').update(readFileSync(`${folder}package-lock.json`)).digest('hex')
  const stamp = `${folder}node_modules/.installed-lock`
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) continue

  console.log(`installing the ${set} clients`)
  // The sets' .npmrc keeps install scripts from running: the prebuilt binaries in the packages suffice.
  const result = spawnSync('npm', ['ci', '--no-progress'], { cwd: folder, stdio: 'inherit' })
  if (result.status !== 0) process.exit(result.status ?? 1)
  writeFileSync(stamp, lock)
}
