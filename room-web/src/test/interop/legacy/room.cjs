'use strict'
// A room of the first version to compare with: ssb-room 1.3's plugins in a secret-stack, on free loopback ports.
const net = require('net')
const SecretStack = require('secret-stack')
const caps = require('ssb-caps')
const ssbKeys = require('ssb-keys')

const freePort = () => new Promise(resolve => {
  const probe = net.createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address()
    probe.close(() => resolve(port))
  })
})

async function main () {
  const [port, wsPort] = [await freePort(), await freePort()]
  const keys = ssbKeys.generate()
  SecretStack({ caps })
    .use(require('ssb-conn'))
    .use(require('ssb-room/invite'))
    .use(require('ssb-room/tunnel/server'))
    .use(require('ssb-room/ssb-shims'))
    .use(require('ssb-ws'))
    .call(null, {
      keys,
      path: process.argv[2],
      caps: { shs: Buffer.from(caps.shs, 'base64') },
      connections: {
        incoming: {
          net: [{ scope: 'device', transform: 'shs', host: '127.0.0.1', port }],
          ws: [{ scope: 'device', transform: 'shs', host: '127.0.0.1', port: wsPort }]
        },
        outgoing: { net: [{ transform: 'shs' }] }
      },
      conn: { autostart: false },
      timers: { inactivity: 600e3 }
    })
    .on('multiserver:listening', () => {
      const key = keys.id.slice(1, -'.ed25519'.length)
      console.log(`net:127.0.0.1:${port}~shs:${key}`)
      console.log(`ws://127.0.0.1:${wsPort}~shs:${key}`)
    })
}

main()
