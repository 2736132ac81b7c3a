/**
 * The NaCl primitives that secret handshake, box stream and signatures are made of.
 *
 * <p>{@link alcove.crypto.Crypto} is the one interface; {@link alcove.crypto.CryptoChoice} picks
 * one of its two implementations, libsodium or Bouncy Castle, which accept and refuse exactly the
 * same inputs. {@link alcove.crypto.SharedKey} is what those who hold one secret know each other by
 * over TLS. Nothing of ours is used here, no I/O is done, and no other package imports a
 * cryptographic library.
 */
@NullMarked
package alcove.crypto;

import org.jspecify.annotations.NullMarked;
