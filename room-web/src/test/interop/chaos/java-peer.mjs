// A process of peers over Alcove's own Java stack.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Peer } from '../lib/peer.mjs'

const here = path => fileURLToPath(new URL(path, import.meta.url))
const jar = here('../../../../target/alcove.jar')

/** Compiles Peer.java into a folder. `java` is the program that runs the room. */
export async function compile (java, folder) {
  const compiler = spawn(join(dirname(java), 'javac'), ['-cp', jar, '-d', folder, here('Peer.java')], { stdio: 'inherit' })
  const [code] = await once(compiler, 'close')
  if (code !== 0) throw new Error(`javac ended with ${code}`)
  return { java, path: `${jar}:${folder}` }
}

export class JavaPeer extends Peer {
  /** Starts what was compiled. */
  launch ({ java, path }) {
    const child = spawn(java, ['--enable-native-access=ALL-UNNAMED', '-XX:TieredStopAtLevel=1', '-Xmx256m', '-cp', path, 'Peer'],
      { stdio: ['pipe', 'pipe', 'pipe'] })
    child.send = message => child.stdin.write(`${JSON.stringify(message)}\n`)
    child.stdin.on('error', () => {})
    child.stderr.on('data', text => this.keep(text))
    createInterface({ input: child.stdout }).on('line', line => child.emit('message', JSON.parse(line)))
    return child
  }
}
