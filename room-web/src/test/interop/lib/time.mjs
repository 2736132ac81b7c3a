// Deadlines: nothing in this suite waits without one.

/** The promise's outcome, or an error that names what was awaited and adds the details. */
export function within (milliseconds, what, promise, details = () => '') {
  let timer
  const late = new Promise((resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${what}: nothing within ${milliseconds} ms\n${details()}`)), milliseconds)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}
