package alcove.tunnel.shs;

import alcove.crypto.Crypto;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import java.util.Arrays;

/** The second shared secret: {@code a.B}, of the client's ephemeral and the server's own key. */
final class SharedSecretB extends Secret {

  private SharedSecretB(byte[] bytes) {
    super(bytes);
  }

  static SharedSecretB ofClient(Crypto crypto, EphemeralSecret client, FeedId server)
      throws HandshakeException {
    return new SharedSecretB(client.agree(crypto, X25519Key.of(crypto, server)));
  }

  static SharedSecretB ofServer(Crypto crypto, FeedKeyPair server, X25519Key client)
      throws HandshakeException {
    byte[] secret = server.x25519Secret(crypto);
    try {
      return new SharedSecretB(EphemeralSecret.agree(crypto, secret, client));
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }
}
