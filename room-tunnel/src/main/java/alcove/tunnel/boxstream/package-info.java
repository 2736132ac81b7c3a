/**
 * Box stream: the encrypted, authenticated byte stream between two peers after the handshake, as an
 * encoder and a decoder for one direction each.
 *
 * <p>Bytes in, bytes out: no sockets, no threads, no logging. The package may use {@code
 * alcove.crypto} and nothing else of the program.
 *
 * <pre>
 * box     = header[34] | body[1..4096]
 * header  = secretbox(nonce n,     length[2] | body MAC[16])      MAC first
 * body    = secretbox(nonce n + 1, plain bytes)                   its MAC is in the header
 * goodbye = secretbox(nonce n,     18 zero bytes)                 ends the stream
 * </pre>
 *
 * <p>Nonces are 24-byte big-endian counters, lengths unsigned and big-endian.
 */
@NullMarked
package alcove.tunnel.boxstream;

import org.jspecify.annotations.NullMarked;
