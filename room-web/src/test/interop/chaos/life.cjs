'use strict'
// The life of a tunnel as one of its two sides has it. The origin's first bytes tell what shall happen; then each side
// sends bytes that the other can tell from all others, and one of them ends it in the way that was told.
//
//   header: life, up, down, ending, at, chunk, rest; each 4 bytes, big-endian
//
// `up` and `down` are how much the origin and the target send, `ending` one of ENDINGS, `at` after how many bytes a side
// breaks the tunnel off, `chunk` the largest piece, `rest` after how many pieces a side waits for a moment.
const HEADER = 28
const PERIOD = 65_521

const ENDINGS = [
  'origin ends when all has come',
  'target ends when all has come',
  'origin ends when all is sent',
  'target ends when all is sent',
  'origin breaks off',
  'target breaks off'
]

const encode = spec => {
  const header = Buffer.alloc(HEADER)
  ;[spec.life, spec.up, spec.down, spec.ending, spec.at, spec.chunk, spec.rest]
    .forEach((value, index) => header.writeUInt32BE(value, 4 * index))
  return header
}

const decode = header => {
  const [life, up, down, ending, at, chunk, rest] = Array.from({ length: 7 }, (_, index) => header.readUInt32BE(4 * index))
  return { life, up, down, ending, at, chunk, rest }
}

/** What a side sends, from an offset on. */
function piece (pattern, life, isOrigin, offset, length) {
  const start = (life * 7919 + (isOrigin ? 0 : 104_729) + offset) % PERIOD
  return pattern.subarray(start, start + Math.min(length, PERIOD - start))
}

class Life {
  /** @param told called once with what this side has seen, when its part is over */
  constructor (pattern, told, spec) {
    this.pattern = pattern
    this.told = told
    this.isOrigin = spec !== undefined
    this.header = spec ? encode(spec) : Buffer.alloc(0)
    this.spec = spec
    this.sent = 0
    this.received = 0
    this.ends = 0
    this.pieces = 0
    this.right = true
    this.waiting = null
    this.source = (abort, cb) => this.#give(abort, cb)
  }

  get #mine () { return this.isOrigin ? this.spec.up : this.spec.down }
  get #theirs () { return this.isOrigin ? this.spec.down : this.spec.up }

  #give (abort, cb) {
    if (abort) {
      this.stopped = true
      return cb(abort)
    }
    this.waiting = cb
    this.#goOn()
  }

  #goOn () {
    const cb = this.waiting
    if (!cb || !this.spec || this.resting) return
    if (this.isOrigin && !this.opened) {
      this.opened = true
      this.waiting = null
      return cb(null, this.header)
    }
    const verdict = this.#ending()
    if (verdict) {
      this.waiting = null
      this.over = true
      cb(verdict)
      this.#tell('self')
      return
    }
    if (this.sent === this.#mine) return
    this.pieces++
    if (this.spec.rest && this.pieces % this.spec.rest === 0) {
      this.resting = true
      setTimeout(() => {
        this.resting = false
        this.#goOn()
      }, this.pieces % 20)
      return
    }
    this.waiting = null
    const length = Math.min(this.#mine - this.sent, 1 + (this.spec.life * 31 + this.pieces * 977) % this.spec.chunk)
    const bytes = piece(this.pattern, this.spec.life, this.isOrigin, this.sent, length)
    this.sent += bytes.length
    setImmediate(cb, null, Buffer.from(bytes))
  }

  /** True when it is for this side to end now, an error to break off, else undefined. */
  #ending () {
    const { ending, at } = this.spec
    if (this.over || (ending % 2 === 0) !== this.isOrigin) return undefined
    const all = this.sent === this.#mine
    if (ending < 2) return all && this.received === this.#theirs ? true : undefined
    if (ending < 4) return all ? true : undefined
    return this.sent >= at ? new Error('broken off') : undefined
  }

  receive (bytes) {
    if (!this.isOrigin && !this.spec) {
      this.header = Buffer.concat([this.header, bytes])
      if (this.header.length < HEADER) return
      this.spec = decode(this.header)
      bytes = this.header.subarray(HEADER)
    }
    for (let at = 0; at < bytes.length;) {
      const expected = piece(this.pattern, this.spec.life, !this.isOrigin, this.received, bytes.length - at)
      if (!bytes.subarray(at, at + expected.length).equals(expected)) this.right = false
      this.received += expected.length
      at += expected.length
    }
    this.#goOn()
  }

  /** The other side, or the room, has ended it. */
  ended (error) {
    this.ends++
    this.stopped = true
    this.#tell(error === null || error === true ? 'clean' : String(error.message || error))
  }

  #tell (ended) {
    if (this.was) return
    this.was = ended
    const { right, received, sent, ends, spec } = this
    this.told({ life: spec?.life, side: this.isOrigin ? 'origin' : 'target', right, received, sent, ends, ended })
  }
}

module.exports = { Life, ENDINGS, HEADER, PERIOD }
