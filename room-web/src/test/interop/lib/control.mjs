// Commands for a running room through the socket in its data directory: what `alcove` does, without a JVM for each.
import { connect } from 'node:net'
import { join } from 'node:path'

const [OUT, ERR, EXIT] = [1, 2, 3]

const number = value => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

const text = value => Buffer.concat([number(Buffer.byteLength(value)), Buffer.from(value)])

/** The whole replies at the beginning of the bytes, and what is left. */
function parse (bytes) {
  const replies = []
  while (bytes.length >= 5 && bytes.length >= 5 + bytes.readInt32BE(1)) {
    const end = 5 + bytes.readInt32BE(1)
    replies.push({ kind: bytes[0], body: bytes.subarray(5, end) })
    bytes = bytes.subarray(end)
  }
  return { replies, rest: bytes }
}

/** Has the room carry out a command; resolves with what it prints, rejects if it fails or nobody says how it ended. */
export function control (data, ...words) {
  return new Promise((resolve, reject) => {
    const printed = { [OUT]: [], [ERR]: [] }
    const all = kind => Buffer.concat(printed[kind]).toString()
    const socket = connect(join(data, 'control'))
    let unread = Buffer.alloc(0)
    socket.on('data', bytes => {
      const { replies, rest } = parse(Buffer.concat([unread, bytes]))
      unread = rest
      for (const { kind, body } of replies) {
        if (kind !== EXIT) printed[kind]?.push(body)
        else if (body[0] === 0) resolve(all(OUT))
        else reject(new Error(`${words.join(' ')}: ended with ${body[0]}: ${all(ERR)}`))
      }
    })
    socket.on('error', reject)
    socket.on('close', () => reject(new Error(`${words.join(' ')}: the room went away`)))
    socket.write(Buffer.concat(
      [Buffer.from('alcove\x01'), number(words.length), ...words.map(text), text(process.cwd()), text('')]))
  })
}
