// A wire tap: a TCP relay to an address that counts what comes back.
import { createServer, connect } from 'node:net'

export class Relay {
  /** Listens for connections and passes them on to a `net:` address. */
  static async start (address) {
    const relay = new Relay(address)
    await new Promise(resolve => relay.server.listen(0, '127.0.0.1', resolve))
    return relay
  }

  constructor (address) {
    const [, host, port, key] = /^net:([^:]+):(\d+)~shs:(.+)$/.exec(address)
    this.key = key
    this.connections = []
    this.server = createServer(client => this.#pass(client, connect(Number(port), host)))
  }

  #pass (client, room) {
    const connection = { bytesFromRoom: 0, ended: new Promise(resolve => room.once('close', resolve)) }
    this.connections.push(connection)
    room.on('data', data => { connection.bytesFromRoom += data.length })
    for (const [one, other] of [[client, room], [room, client]]) {
      one.on('error', () => {}).on('close', () => other.end())
      one.pipe(other)
    }
  }

  /** The same room by way of the relay. */
  get address () {
    return `net:127.0.0.1:${this.server.address().port}~shs:${this.key}`
  }

  stop () {
    return new Promise(resolve => this.server.close(resolve))
  }
}
