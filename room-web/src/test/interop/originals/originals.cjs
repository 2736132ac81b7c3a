// What Scuttlebutt's original implementations make of bytes: the other side of alcove.fuzz.Originals. Reads questions on
// standard input, length(4) subject(1) bytes, and answers each with length(4) and a text.
const codec = require('packet-stream-codec')
const boxes = require('pull-box-stream')
const handshake = require('secret-handshake/crypto')
const sodium = require('chloride')
const multiserver = require('multiserver-address')
const ref = require('ssb-ref')
const uri = require('ssb-uri2')

console.trace = () => {} // how ssb-ref says that a procedure is old

const subjects = {
  // Packets: one line for each, and what ended them.
  P: bytes => {
    const lines = []
    read(codec.decode()(source(bytes)), msg => lines.push(msg === 'GOODBYE' ? 'goodbye' : packet(msg)), end => lines.push(end))
    return lines.join('\n')
  },
  // Boxes of this key and nonce: their bodies together, and what ended them.
  B: bytes => {
    const bodies = []
    let said
    const stream = boxes.createUnboxStream(bytes.subarray(0, 32), bytes.subarray(32, 56))
    read(stream(source(bytes.subarray(56))), body => bodies.push(body), end => { said = end })
    return Buffer.concat(bodies).toString('hex') + '\n' + said
  },
  // One value of JSON.
  J: bytes => {
    try {
      return value(JSON.parse(bytes.toString()))
    } catch (e) {
      return 'malformed'
    }
  },
  // A handshake: role, app key, own seed, own ephemeral secret, the key of the server for a client, and two messages.
  H: bytes => {
    const part = (from, length) => Buffer.from(bytes.subarray(from, from + length))
    const local = sodium.crypto_sign_seed_keypair(part(33, 32))
    const secret = part(65, 32)
    const base = Buffer.alloc(32)
    base[0] = 9
    const key = sodium.crypto_scalarmult(secret, base)
    const state = {
      app_key: part(1, 32),
      local: { kx_pk: key, kx_sk: secret, publicKey: local.publicKey, secretKey: local.secretKey },
      remote: { publicKey: part(97, 32) }
    }
    state.local.app_mac = sodium.crypto_auth(key, state.app_key)
    const lines = []
    try {
      const done = bytes[0] === 1
        ? server(state, part(129, 64), part(193, 112), lines)
        : client(state, part(129, 64), part(193, 80), lines)
      lines.push(done ? hex(handshake.clean(state).encryptKey) + hex(state.decryptKey) : 'refused')
    } catch (e) {
      lines.push('refused')
    }
    return lines.join('\n')
  },
  // A multiserver address, or several.
  A: bytes => {
    const text = bytes.toString()
    if (!multiserver.check(text)) return 'malformed'
    return text.split('\n').length > 1 ? 'malformed' : value(multiserver.decode(text))
  },
  F: bytes => String(ref.isFeed(bytes.toString())),
  I: bytes => {
    try {
      const invite = ref.parseInvite(bytes.toString())
      return invite ? invite.key : 'malformed'
    } catch (e) {
      return 'malformed'
    }
  },
  // An experimental URI: its parameters, sorted; or a feed's.
  U: bytes => {
    const text = bytes.toString()
    try {
      if (uri.isFeedSSBURI(text)) return 'feed ' + uri.toFeedSigil(text)
      if (!uri.isExperimentalSSBURI(text)) return 'malformed'
      const all = [...new URL(text).searchParams]
      return value(all)
    } catch (e) {
      return 'malformed'
    }
  }
}

function server (state, hello, auth, lines) {
  if (!handshake.verifyChallenge(state, hello)) return false
  lines.push(hex(handshake.createChallenge(state)))
  if (!handshake.serverVerifyAuth(state, auth)) return false
  lines.push('@' + state.remote.publicKey.toString('base64') + '.ed25519')
  lines.push(hex(handshake.serverCreateAccept(state)))
  return true
}

function client (state, hello, accept, lines) {
  lines.push(hex(handshake.createChallenge(state)))
  if (!handshake.clientVerifyChallenge(state, hello)) return false
  lines.push(hex(handshake.clientCreateAuth(state)))
  return handshake.clientVerifyAccept(state, accept)
}

// All bytes at once, then the end.
function source (bytes) {
  let given = false
  return (abort, cb) => {
    if (abort) return cb(abort)
    if (given || bytes.length === 0) return cb(true)
    given = true
    cb(null, Buffer.from(bytes))
  }
}

// Everything here answers at once, so a loop does; a callback within a callback would fill the stack.
function read (stream, each, ended) {
  let more = true
  while (more) {
    more = false
    stream(null, (end, data) => {
      if (end) return ended(end === true ? 'end' : String(end.message).replace(/[\r\n]/g, ' '))
      each(data)
      more = true
    })
  }
}

function packet (msg) {
  const body = msg.type === 0 ? hex(msg.value) : msg.type === 1 ? hex(Buffer.from(msg.value)) : value(msg.value)
  return [msg.req, msg.stream, msg.end, msg.type, msg.length, body].join(' ')
}

// A value of JSON as a text that is the same for the same value, in whatever language.
function value (json) {
  if (json === null) return 'n'
  if (typeof json === 'boolean') return json ? 't' : 'f'
  if (typeof json === 'string') return 's' + hex(Buffer.from(json, 'utf16le'))
  if (typeof json === 'number') {
    const bits = Buffer.alloc(8)
    bits.writeDoubleBE(json)
    return 'd' + hex(bits)
  }
  if (Array.isArray(json)) return '[' + json.map(value).join(',') + ']'
  return '{' + Object.keys(json).map(name => value(name) + ':' + value(json[name])).sort().join(',') + '}'
}

function hex (bytes) {
  return bytes.toString('hex')
}

let pending = Buffer.alloc(0)
process.stdin.on('data', data => {
  pending = pending.length ? Buffer.concat([pending, data]) : data
  while (pending.length >= 4 && pending.length >= 4 + pending.readUInt32BE(0)) {
    const end = 4 + pending.readUInt32BE(0)
    const answer = Buffer.from(subjects[String.fromCharCode(pending[4])](pending.subarray(5, end)))
    const length = Buffer.alloc(4)
    length.writeUInt32BE(answer.length)
    process.stdout.write(Buffer.concat([length, answer]))
    pending = pending.subarray(end)
  }
})
