// What a room has acknowledged, and what it was asked for and never answered. Both are changes of named facts from one
// value to another; null is the value of what is not there.
import assert from 'node:assert/strict'

export class Ledger {
  #facts = new Map()
  #unanswered = new Set()

  /** @param acknowledged called after each acknowledgement */
  constructor (acknowledged) {
    this.acknowledged = acknowledged
  }

  /** The value of a fact that no unanswered change is about. */
  value (name) {
    return this.#facts.get(name) ?? null
  }

  /** The names that suit, of facts that no unanswered change is about. */
  names (suits) {
    const doubtful = new Set([...this.#unanswered].flatMap(({ names }) => names))
    return [...this.#facts].filter(([name, value]) => !doubtful.has(name) && suits(name, value)).map(([name]) => name)
  }

  /**
   * Makes a change. Until it is answered it may be found done or not done, but never a part of it.
   * @param outcomes what may come of it: each has all facts it is about, and their values
   * @param act makes it; resolves with the outcome that was acknowledged, rejects if there was no answer
   */
  async change (outcomes, act) {
    const names = Object.keys(outcomes[0])
    for (const other of this.#unanswered) {
      assert.ok(!other.names.some(name => names.includes(name)), `two changes at once of ${names}`)
    }
    const before = Object.fromEntries(names.map(name => [name, this.value(name)]))
    const change = { names, outcomes: [before, ...outcomes] }
    this.#unanswered.add(change)
    const outcome = await act()
    this.#unanswered.delete(change)
    this.#set(outcome)
    this.acknowledged()
  }

  #set (facts) {
    for (const [name, value] of Object.entries(facts)) {
      if (value === null) this.#facts.delete(name)
      else this.#facts.set(name, value)
    }
  }

  /**
   * Compares with all that is found, a map of values by name. Changes without an answer are taken as they are found.
   * @return how many of these changes there were, and how many were done
   */
  compare (found) {
    const has = facts => Object.entries(facts).every(([name, value]) => (found.get(name) ?? null) === value)
    const unclear = { all: this.#unanswered.size, done: 0 }
    for (const change of this.#unanswered) {
      const outcome = change.outcomes.findIndex(has)
      if (outcome < 0) assert.fail(`neither done nor left: ${described(change, found)}`)
      this.#set(change.outcomes[outcome])
      if (outcome > 0) unclear.done++
    }
    this.#unanswered.clear()
    const names = new Set([...found.keys(), ...this.#facts.keys()])
    const wrong = [...names]
      .map(name => ({ name, acknowledged: this.value(name), found: found.get(name) ?? null }))
      .filter(({ acknowledged, found }) => acknowledged !== found)
    assert.deepEqual(wrong, [])
    return unclear
  }
}

function described ({ names, outcomes }, found) {
  const values = names.map(name => [name, found.get(name) ?? null])
  return `${JSON.stringify(Object.fromEntries(values))}, not one of ${JSON.stringify(outcomes)}`
}
