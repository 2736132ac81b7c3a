// What people and operators ask a room for all the time, each change written down in a ledger.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { control } from './control.mjs'
import { connectWire, newKeys } from './wire.mjs'

const ssbKeys = createRequire(new URL('../modern/package.json', import.meta.url))('ssb-keys')

const inviteOf = label => `invite ${label}`
const aliasOf = name => `alias ${name}`
const isInvite = state => (fact, value) => fact.startsWith('invite ') && JSON.parse(value).state === state

export const memberBy = invite => `member by ${invite}`
export const blocked = reason => `blocked: ${reason}`
export const invited = ({ uses, usesLeft, claims, state }) =>
  JSON.stringify({ state, uses, usesLeft, claims: [...claims].sort() })

export class Traffic {
  #room
  #ledger
  #made = 0
  /** Keys by id. */
  #people = new Map()
  /** Token and number of the invites whose link came back, by fact. */
  #links = new Map()
  /** Claims that were sent, until they are answered. */
  #claims = new Set()
  /** Who had an alias that is gone, by name. */
  #revoked = new Map()
  /** Who takes aliases now. */
  #owner = null

  constructor (room, ledger) {
    this.#room = room
    this.#ledger = ledger
  }

  #person () {
    const keys = newKeys()
    this.#people.set(keys.id, keys)
    return keys.id
  }

  #name (kind) {
    return `${kind}-${++this.#made}`
  }

  #control (...words) {
    return control(this.#room.data, ...words)
  }

  /** Invites are created, claimed, claimed again and revoked. */
  async invites (dice) {
    const open = this.#ledger.names(isInvite('open')).filter(fact => this.#links.has(fact))
    const fact = dice.of(open)
    if (!fact || (open.length < 20 && dice.once(3))) return this.#createInvite(dice.once(4) ? 3 : 1)
    if (dice.once(8)) return this.#revokeInvite(fact)
    if (dice.once(4)) return this.#claimDead(dice)
    if (JSON.parse(this.#ledger.value(fact)).uses === 1 && dice.once(2)) return this.#raceFor(fact)
    return this.#claim(fact, this.#person())
  }

  async #createInvite (uses) {
    const label = this.#name('label')
    const terms = invited({ uses, usesLeft: uses, claims: [], state: 'open' })
    await this.#ledger.change([{ [inviteOf(label)]: terms }], async () => {
      const printed = await this.#control('invite', 'create', '--uses', `${uses}`, '--label', label)
      const [, number] = /^invite (\d+):/.exec(printed)
      const token = this.#room.invited(printed.trim().split('\n').at(-1))
      this.#links.set(inviteOf(label), { token, number })
      return { [inviteOf(label)]: terms }
    })
  }

  async #revokeInvite (fact) {
    const revoked = { [fact]: invited({ ...JSON.parse(this.#ledger.value(fact)), state: 'revoked' }) }
    await this.#ledger.change([revoked], async () => {
      await this.#control('invite', 'revoke', this.#links.get(fact).number)
      return revoked
    })
  }

  async #consume (fact, id) {
    const response = await fetch(this.#room.url('/invite/consume'), {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ id, invite: this.#links.get(fact).token })
    })
    return response.json()
  }

  /** What holds once somebody has claimed an invite, and others have not. */
  #claimed (fact, id, ...others) {
    const invite = JSON.parse(this.#ledger.value(fact))
    const usesLeft = invite.usesLeft - 1
    const after = { ...invite, usesLeft, claims: [...invite.claims, id], state: usesLeft > 0 ? 'open' : 'spent' }
    return {
      [fact]: invited(after),
      [id]: memberBy(this.#links.get(fact).number),
      ...Object.fromEntries(others.map(other => [other, null]))
    }
  }

  async #claim (fact, id) {
    const claim = { fact, id }
    this.#claims.add(claim)
    const outcome = this.#claimed(fact, id)
    await this.#ledger.change([outcome], async () => {
      const { status, error } = await this.#consume(fact, id)
      assert.equal(status, 'successful', error)
      return outcome
    })
    this.#claims.delete(claim)
  }

  /** Two claim an invite for one at the same time. */
  async #raceFor (fact) {
    const [first, second] = [this.#person(), this.#person()]
    const claims = [first, second].map(id => ({ fact, id }))
    for (const claim of claims) this.#claims.add(claim)
    const outcomes = [this.#claimed(fact, first, second), this.#claimed(fact, second, first)]
    await this.#ledger.change(outcomes, async () => {
      const answers = await Promise.allSettled(claims.map(({ id }) => this.#consume(fact, id)))
      const [one, other] = answers.map(({ value }) => value?.status)
      for (const { value } of answers) if (value?.status === 'error') assert.match(value.error, /was used already/)
      assert.ok(one === undefined || one !== other, `both claims of one use: ${one}`)
      if (one === 'successful' || other === 'error') return outcomes[0]
      if (other === 'successful' || one === 'error') return outcomes[1]
      throw answers[0].reason
    })
    for (const claim of claims) this.#claims.delete(claim)
  }

  /** Somebody comes late to an invite that is spent or revoked. */
  async #claimDead (dice) {
    const state = dice.of(['spent', 'revoked'])
    const fact = dice.of(this.#ledger.names(isInvite(state)).filter(each => this.#links.has(each)))
    if (fact) await this.#claimInVain(fact, this.#person())
  }

  async #claimInVain (fact, id) {
    const { state } = JSON.parse(this.#ledger.value(fact))
    const { status, error } = await this.#consume(fact, id)
    assert.equal(status, 'error', `${fact} is ${state} and was claimed`)
    assert.match(error, state === 'spent' ? /was used already/ : /was revoked/)
  }

  async #claimOnceMore (fact, id) {
    const { status, error } = await this.#consume(fact, id)
    assert.equal(status, 'successful', error)
  }

  /** Those who got no answer to their claim try it again; who came by it hears so, also if it is spent by now. */
  async claimAgain () {
    for (const { fact, id } of [...this.#claims]) {
      const { state } = JSON.parse(this.#ledger.value(fact))
      if (this.#ledger.value(id) === memberBy(this.#links.get(fact).number)) await this.#claimOnceMore(fact, id)
      else if (state === 'open') await this.#claim(fact, id)
      else await this.#claimInVain(fact, id)
    }
    this.#claims.clear()
  }

  /** Members and strangers are blocked, unblocked and removed, by the operator's command. */
  async blocks (dice, command = (...words) => this.#control(...words)) {
    const out = dice.of(this.#ledger.names((fact, value) => value.startsWith('blocked: ')))
    const member = dice.of(this.#idle())
    if (out && dice.once(2)) return this.#put(out, null, () => command('block', 'remove', out))
    if (member && dice.once(4)) return this.#put(member, null, () => command('member', 'remove', member))
    const id = member && dice.once(2) ? member : this.#person()
    const reason = this.#name('reason')
    return this.#put(id, blocked(reason), () => command('block', 'add', id, '--reason', reason))
  }

  /** Members who have nothing to do with aliases. */
  #idle () {
    const owners = new Set(this.#ledger.names(fact => fact.startsWith('alias '))
      .map(fact => this.#ledger.value(fact).split(' ')[0]))
    return this.#ledger.names((id, value) =>
      value.startsWith('member ') && this.#people.has(id) && !owners.has(id) && id !== this.#owner)
  }

  async #put (fact, value, act) {
    await this.#ledger.change([{ [fact]: value }], async () => {
      await act()
      return { [fact]: value }
    })
  }

  /** One member after the other takes aliases and gives them back; resolves after one of them. */
  async aliases (dice) {
    this.#owner = this.#next(dice)
    if (!this.#owner) return this.invites(dice)
    const keys = this.#people.get(this.#owner)
    const member = await this.#answered(connectWire(this.#room.address, { keys }))
    for (let turns = 1 + dice.below(12); turns > 0; turns--) await this.#takeOrGive(dice, member, keys)
    await member.close()
    if (dice.once(2)) await this.#removeOwner()
    this.#owner = null
  }

  /** Who was interrupted goes on. */
  #next (dice) {
    const goesOn = this.#owner && this.#ledger.value(this.#owner)?.startsWith('member ')
    return goesOn ? this.#owner : dice.of(this.#idle()) ?? null
  }

  async #takeOrGive (dice, member, keys) {
    const mine = this.#aliasesOf(keys.id)
    if (mine.length > 0 && (mine.length === 3 || dice.once(3))) {
      const fact = dice.of(mine)
      const name = fact.slice('alias '.length)
      const byOperator = dice.once(3)
      await this.#put(fact, null, () => byOperator
        ? this.#control('alias', 'revoke', name)
        : this.#answered(member.call('room.revokeAlias', name)))
      this.#revoked.set(name, keys.id)
      return
    }
    const former = [...this.#revoked].filter(([, owner]) => owner === keys.id).map(([name]) => name)
    const name = dice.once(2) ? dice.of(former) ?? this.#name('crashing') : this.#name('crashing')
    await this.#register(member, keys, this.#room.alias(name))
  }

  async #register (member, keys, name) {
    this.#revoked.delete(name)
    const signature = ssbKeys.sign(keys, `=room-alias-registration:${this.#room.id}:${keys.id}:${name}`)
    await this.#put(aliasOf(name), `${keys.id} ${signature}`, async () => {
      const url = await this.#answered(member.call('room.registerAlias', name, signature))
      assert.ok(url.endsWith(`/${name}`), url)
    })
  }

  #aliasesOf (id) {
    return this.#ledger.names((fact, value) => fact.startsWith('alias ') && value.startsWith(`${id} `))
  }

  /** A member that is removed loses its aliases with it. */
  async #removeOwner () {
    const owner = this.#owner
    const gone = Object.fromEntries([owner, ...this.#aliasesOf(owner)].map(fact => [fact, null]))
    await this.#ledger.change([gone], async () => {
      await this.#control('member', 'remove', owner)
      return gone
    })
  }

  /** A client waits for its connection's timeout; nothing comes any more once the room is dead. */
  #answered (call) {
    const gone = this.#room.exited.then(() => { throw new Error('the room is gone') })
    return Promise.race([call, gone])
  }

  /** Looks some aliases up as browsers do, and some that are gone. */
  async lookUp (dice) {
    const facts = this.#ledger.names(fact => fact.startsWith('alias '))
    for (const fact of facts.filter(() => dice.below(facts.length) < 5)) {
      const { userId, signature } = await this.#resolve(fact.slice('alias '.length))
      assert.equal(`${userId} ${signature}`, this.#ledger.value(fact))
    }
    const names = [...this.#revoked.keys()].filter(name => this.#ledger.value(aliasOf(name)) === null)
    for (const name of names.filter(() => dice.below(names.length) < 5)) {
      assert.equal((await this.#resolve(name)).status, 'error', `${name} was given back`)
    }
  }

  async #resolve (name) {
    const response = await fetch(this.#room.url(`/alias/${name}?encoding=json`))
    return response.json()
  }
}
