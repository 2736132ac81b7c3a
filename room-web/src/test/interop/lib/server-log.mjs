// What the servers under test have written, kept in one folder, and what must not be in there.
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../../../../target/interop-logs/', import.meta.url))

/** Forgets earlier runs. */
export const forgetLogs = () => rmSync(folder, { recursive: true, force: true })

/** What one server writes, and what the test has told it in confidence. */
export class ServerLog {
  constructor () {
    mkdirSync(folder, { recursive: true })
    this.folder = mkdtempSync(join(folder, 'server-'))
  }

  /** Keeps what came from `out` or `err`. */
  add (stream, text) {
    appendFileSync(join(this.folder, stream), text)
  }

  /** Notes what must appear nowhere else. */
  secret (kind, text) {
    appendFileSync(join(this.folder, 'secrets'), `${JSON.stringify({ kind, text })}\n`)
  }
}

/** All servers of this run. */
export function servers () {
  return names(folder).map(name => {
    const read = file => names(join(folder, name)).includes(file) ? readFileSync(join(folder, name, file), 'utf8') : ''
    const secrets = read('secrets').split('\n').filter(Boolean).map(line => JSON.parse(line))
    return { name, out: read('out').split('\n'), err: read('err').split('\n'), secrets }
  })
}

function names (directory) {
  try {
    return readdirSync(directory)
  } catch {
    return []
  }
}

/** What a start prints for its operator, on standard output only: three addresses, and perhaps the setup link. */
const GREETING = /^(net:\S+~shs:\S+|wss?:\S+~shs:\S+|https?:\/\/[^/\s]+\/(setup\?token=([\w-]+))?)$/

const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} /

// No line of the log has an address: even where it listens, a room logs the ports only.
const FORBIDDEN = [
  ['an IP address', /(?<![\w.])\d{1,3}(\.\d{1,3}){3}(?![\w.])/],
  ['an IP address', /(?<![\w:])([0-9a-f]{1,4}:){7}[0-9a-f]{1,4}(?![\w:])/i],
  ['an IP address', /(?<![\w:])([0-9a-f]{1,4}:)*([0-9a-f]{1,4})?::([0-9a-f]{1,4}:)*[0-9a-f]{1,4}(?![\w:])/i],
  ['a whole key', /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{43}=/],
  ['a whole key or a token', /(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Z])[\w-]{43}(?![\w-])/],
  ['a whole key', /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/i],
  ['a blocked thread', /has been blocked/],
  ['an error', /^ERROR /],
  ['a stack trace', /^\s+at [\w.$/@<>-]+\(|^Caused by: |^Exception in thread |^([a-z]\w*\.)+[A-Z]\w*(Exception|Error)\b/]
]

/** What one server has written that it must not write, as lines for people. */
export function leaks ({ name, out, err, secrets }) {
  const tokens = out.flatMap(line => GREETING.exec(line)?.[3] ?? []).map(text => ({ kind: 'setup token', text }))
  const spoken = out.filter(line => !GREETING.test(line))
  return [...spoken, ...err].flatMap(line => {
    const text = line.replace(TIME, '')
    const patterns = FORBIDDEN.filter(([, pattern]) => pattern.test(text)).map(([what]) => what)
    const kinds = [...secrets, ...tokens].filter(secret => mentions(text, secret.text)).map(({ kind }) => `the ${kind}`)
    return [...new Set([...patterns, ...kinds])].map(what => `${name}: ${what}: ${line}`)
  })
}

/** Whether a text has the secret as a word of its own, in whatever case. */
function mentions (text, secret) {
  const at = text.toLowerCase().indexOf(secret.toLowerCase())
  if (at < 0) return false
  const beside = [text[at - 1], text[at + secret.length]]
  return !beside.some(character => character !== undefined && /[A-Za-z0-9_-]/.test(character)) ||
    mentions(text.slice(at + 1), secret)
}
