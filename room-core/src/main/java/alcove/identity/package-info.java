/**
 * Identities and addresses: feed ids and key pairs, the network's app key, the {@code secret} file,
 * multiserver addresses, invite codes and SSB URIs; and the words by which constants are known.
 *
 * <p>Values that cannot be invalid, parsed strictly from what others write. It may use {@code
 * alcove.crypto} and {@code alcove.files}; it opens no sockets and reads no file but the secret.
 */
@NullMarked
package alcove.identity;

import org.jspecify.annotations.NullMarked;
