package alcove.tunnel.shs;

import alcove.crypto.Crypto;
import alcove.identity.FeedKeyPair;
import java.util.Arrays;

/** The third shared secret: {@code A.b}, of the client's own and the server's ephemeral key. */
final class SharedSecretC extends Secret {

  private SharedSecretC(byte[] bytes) {
    super(bytes);
  }

  static SharedSecretC ofClient(Crypto crypto, FeedKeyPair client, X25519Key server)
      throws HandshakeException {
    byte[] secret = client.x25519Secret(crypto);
    try {
      return new SharedSecretC(EphemeralSecret.agree(crypto, secret, server));
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /** Takes the client's long-term key in its converted, and therefore checked, form. */
  static SharedSecretC ofServer(Crypto crypto, EphemeralSecret server, X25519Key client)
      throws HandshakeException {
    return new SharedSecretC(server.agree(crypto, client));
  }
}
