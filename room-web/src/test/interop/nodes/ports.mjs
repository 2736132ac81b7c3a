// Where all of a room on several nodes listens: on loopback, each node at an address of its own. `NODE_PORTS` is the first of
// the ports that are taken, else somewhere below those of outgoing connections.
import { fileURLToPath } from 'node:url'

/** The folder of the source. */
export const top = fileURLToPath(new URL('../../../../../', import.meta.url))

export const DOMAIN = 'room.test'

const FIRST_PORT = Number(process.env.NODE_PORTS ?? 10_000 + 100 * Math.floor(200 * Math.random()))

/** Of nodes: peers, pages, and the first of the two for other nodes. */
export const [SSB, HTTP, CLUSTER] = [0, 1, 2].map(number => FIRST_PORT + number)

/** Of the line to the database, to which the number of a node is added. */
export const DATABASE = FIRST_PORT + 10

/** Of the balancer: peers, pages and pages by TLS. */
export const [PEERS, PAGES, SECURE_PAGES] = [20, 21, 22].map(number => FIRST_PORT + number)

/** Of the balancer, to which the number of a node is added: peers of that one. */
export const DOORS = FIRST_PORT + 30
