package alcove.tunnel.shs;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.crypto.Crypto;
import alcove.tunnel.testing.Cryptos;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a handshake leaves in memory: nothing that would open a recording of it later. */
class WipedSecretsTest {
  /** Everything secret that the cryptography was given or has made, as the arrays themselves. */
  private final List<byte[]> secrets = new ArrayList<>();

  private Crypto noting(Crypto real) {
    return (Crypto)
        Proxy.newProxyInstance(
            Crypto.class.getClassLoader(),
            new Class<?>[] {Crypto.class},
            (_, method, arguments) -> {
              try {
                Object result = method.invoke(real, arguments);
                switch (method.getName()) {
                  case "x25519" -> {
                    secrets.add((byte[]) arguments[0]);
                    secrets.add((byte[]) result);
                  }
                  case "seal", "open" -> secrets.add((byte[]) arguments[8]);
                  default -> {}
                }
                return result;
              } catch (InvocationTargetException failure) {
                throw failure.getCause();
              }
            });
  }

  @Test
  void handshake_thatIsDone_leavesNoSecretOfEitherSide() throws Exception {
    Ceremony ceremony = new Ceremony(noting(Cryptos.java()));
    ClientHandshake client = ceremony.newClient();
    ServerHandshake server = ceremony.newServer();
    byte[] hello = server.receiveClientHello(client.clientHello());
    server.receiveClientAuth(client.receiveServerHello(hello));
    client.receiveServerAccept(server.serverAccept());

    // Three agreements of each side, and the keys of two boxes, each sealed and opened.
    assertThat(secrets).hasSize(2 * 3 * 2 + 4);
    assertThat(secrets).allSatisfy(each -> assertThat(each).containsOnly(0));
  }
}
