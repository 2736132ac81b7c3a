// Commands for a running room through the socket in its data directory: what `alcove` does, without a JVM for each.
import { connect } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** Has the room carry out a command; resolves with what it prints, rejects if it fails or nobody says how it ended. */
export function control (data, ...words) {
  return new Promise((resolve, reject) => {
    const printed = { out: [], err: [] }
    const all = stream => Buffer.concat(printed[stream]).toString()
    const socket = connect(join(data, 'control'))
    const replies = createInterface({ input: socket })
    replies.on('line', line => {
      const reply = JSON.parse(line)
      for (const stream of ['out', 'err']) {
        if (stream in reply) printed[stream].push(Buffer.from(reply[stream], 'base64'))
      }
      if (reply.exit === 0) resolve(all('out'))
      else if ('exit' in reply) reject(new Error(`${words.join(' ')}: ended with ${reply.exit}: ${all('err')}`))
    })
    replies.on('error', () => {})
    socket.on('error', reject)
    replies.on('close', () => reject(new Error(`${words.join(' ')}: the room went away`)))
    socket.write(JSON.stringify({ arguments: words, input: '' }) + '\n')
  })
}
