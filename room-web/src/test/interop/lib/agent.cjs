'use strict'
// The inside of a peer process: commands arrive over IPC, each is answered once, events go out unasked.

/** Answers commands from the table until the parent goes away. */
function serve (commands) {
  process.on('message', async ({ number, command, args }) => {
    try {
      if (!commands[command]) throw new Error(`no such command: ${command}`)
      send({ number, value: await commands[command](...args) })
    } catch (error) {
      send({ number, error: String((error && error.message) || error) })
    }
  })
  process.on('disconnect', () => process.exit())
  report('ready')
}

function report (event, data) {
  send({ event, data })
}

function send (message) {
  if (process.connected) process.send(message, undefined, undefined, () => {})
}

module.exports = { serve, report }
