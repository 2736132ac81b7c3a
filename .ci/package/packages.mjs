// The packages of the jar that was built, as deploy/package/build makes them, and how the README says they are used.
import assert from 'node:assert/strict'
import { copyFileSync, existsSync, readFileSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { outside } from './machine.mjs'

export const top = fileURLToPath(new URL('../..', import.meta.url))
/** Where the package has its unit. */
export const unit = 'usr/lib/systemd/system/alcove.service'

const architecture = process.arch === 'arm64' ? 'arm64' : 'amd64'

/** The Java that packages bring along, in a new folder. */
export function makeJava (folder) {
  const jar = join(top, 'room-web/target/alcove.jar')
  assert.ok(existsSync(jar), `there is no ${jar}: build it first`)
  outside('env', `JAVA_HOME=${javaHome()}`, join(top, 'deploy/package/runtime'), jar, folder)
}

/** The packages of a version in a folder, once they are built; `java` is what makeJava has made. */
export function packages (version, folder, java) {
  return {
    deb: join(folder, `alcove_${version}_${architecture}.deb`),
    tarball: join(folder, `alcove-${version}-linux-${architecture}.tar.gz`),
    version,
    build () {
      outside('env', `VERSION=${version}`, `RUNTIME=${java}`, 'SOURCE_DATE_EPOCH=1790000000', 'LEVEL=0',
        join(top, 'deploy/package/build'), folder)
    }
  }
}

/** The JDK that the launcher would build with. */
function javaHome () {
  const homes = [process.env.JAVA_HOME, ...readdirSync('/usr/lib/jvm').map(name => join('/usr/lib/jvm', name))]
  return homes.find(home => home && existsSync(join(home, 'bin/jlink')) && /^JAVA_VERSION="(2[5-9]|[3-9])/m.test(readFileSync(join(home, 'release'), 'utf8')))
}

/** The three commands of the README that make a room of a package. */
export function readmeCommands () {
  const section = readFileSync(join(top, 'README.md'), 'utf8').split('\n## A room for others\n')[1]
  const lines = /(?:^ {4}.+\n)+/m.exec(section)[0].trimEnd().split('\n').map(line => line.replace(/ {2,}#.*$/, '').trim())
  assert.equal(lines.length, 3, 'the package needs three commands')
  const [install, name, start] = lines
  assert.match(install, /alcove_VERSION_amd64\.deb$/)
  return { install: ({ version }) => install.replace('VERSION', version).replace('amd64', architecture), name, start }
}

/** A line as root types it, where the package is. */
export function inRoot (line) {
  return ['sh', '-c', `cd /root && ${line}`]
}

/** Puts the package where that is. */
export function putPackage (debian, { deb }) {
  copyFileSync(deb, debian.path(join('root', basename(deb))))
}

/** The rights of a file, and whose it is. */
export function stat (debian, file) {
  return debian.output(['stat', '-c', '%a %U %G', file]).trim()
}
