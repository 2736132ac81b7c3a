/**
 * Secret handshake, version 1, in both roles: four messages in which two peers prove who they are
 * and agree on the keys of their box streams.
 *
 * <p>Bytes in, values out: no sockets, no threads, no clock, no logging. The package may use {@code
 * alcove.crypto} and {@code alcove.identity} and nothing else of the program.
 *
 * <pre>
 * client                                                        server
 *   |  clientHello   64  MAC[32] | a_pk[32]                       |
 *   | ------------------------------------------------------------&gt; |
 *   |  serverHello   64  MAC[32] | b_pk[32]                       |
 *   | &lt;------------------------------------------------------------ |
 *   |  clientAuth   112  box(sigA[64] | A_pk[32])                 |
 *   | ------------------------------------------------------------&gt; |   who may come in is decided here
 *   |  serverAccept  80  box(sigB[64])                            |
 *   | &lt;------------------------------------------------------------ |
 * </pre>
 *
 * <p>Names used throughout: {@code N} the app key; {@code a}, {@code b} the ephemeral X25519 keys
 * of client and server; {@code A}, {@code B} their long-term Ed25519 keys. {@code |} concatenates,
 * and {@code x.y} is the X25519 of one's secret and the other's public key; a long-term key is
 * converted to its X25519 form for that.
 */
@NullMarked
package alcove.tunnel.shs;

import org.jspecify.annotations.NullMarked;
