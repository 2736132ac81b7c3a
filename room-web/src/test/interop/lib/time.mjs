// Deadlines: nothing in this suite waits without one.
import { setTimeout as delay } from 'node:timers/promises'

/** The promise's outcome, or an error that names what was awaited and adds the details. */
export function within (milliseconds, what, promise, details = () => '') {
  let timer
  const late = new Promise((resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${what}: nothing within ${milliseconds} ms\n${details()}`)), milliseconds)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

/** Asks until something suits; rejects with what was found last. */
export async function eventually (what, find, suits, milliseconds = 60_000) {
  let found
  let over = false
  const looking = async () => {
    while (!over && !suits(found = await find())) await delay(50)
    return found
  }
  return within(milliseconds, what, looking(), () => JSON.stringify(found)).finally(() => { over = true })
}
