// Installs the clients' packages, each set from its own lock file (they need different versions of the
// same modules). A set whose lock file has not changed since is left alone. Usage: node setup.mjs [SET...]
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'

const sets = process.argv.length > 2 ? process.argv.slice(2) : ['legacy', 'modern', 'pub', 'browser']

for (const set of sets) {
  const folder = fileURLToPath(new URL(`./${set}/`, import.meta.url))
  const lock = createHash('sha256').update(readFileSync(`${folder}package-lock.json`)).digest('hex')
  const stamp = `${folder}node_modules/.installed-lock`
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) continue

  console.log(`installing the ${set} clients`)
  const result = spawnSync('npm', ['ci', '--no-progress'], { cwd: folder, stdio: 'inherit' })
  if (result.status !== 0) process.exit(result.status ?? 1)
  writeFileSync(stamp, lock)
}
