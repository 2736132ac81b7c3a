// Chance that can be had again: the same seed gives the same numbers.

export class Dice {
  #state = 2166136261

  /** @param seed any text */
  constructor (seed) {
    // FNV-1a
    for (const byte of Buffer.from(seed)) this.#state = Math.imul(this.#state ^ byte, 16777619)
  }

  /** A number from 0 to `end`, without `end`. */
  below (end) {
    // Mulberry32
    this.#state = (this.#state + 0x6D2B79F5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor(((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32 * end)
  }

  /** True once in so many times. */
  once (times) {
    return this.below(times) === 0
  }

  /** One of the items; undefined if there is none. */
  of (items) {
    return items[this.below(items.length)]
  }
}
