package alcove.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

/** The key that nodes of one room share, and TLS by it. */
class SharedKeyTest {
  private static final byte[] SECRET =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final String PURPOSE = "alcove cluster 1";

  /** RFC 5869, test case 3: no salt and no info. */
  @Test
  void hkdf_isThatOfTheStandard() {
    byte[] secret = new byte[22];
    Arrays.fill(secret, (byte) 0x0b);

    assertThat(HexFormat.of().formatHex(Hashing.hkdfSha256(secret, "", 42)))
        .isEqualTo(
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
  }

  @Test
  void key_isTheSameForTheSameSecret_andAnotherForAnotherSecretOrPurpose() {
    byte[] key = publicKey(SharedKey.derive(SECRET, PURPOSE));
    byte[] other = SECRET.clone();
    other[31] ^= 1;

    assertThat(publicKey(SharedKey.derive(SECRET, PURPOSE))).isEqualTo(key);
    assertThat(publicKey(SharedKey.derive(other, PURPOSE))).isNotEqualTo(key);
    assertThat(publicKey(SharedKey.derive(SECRET, "alcove cluster 2"))).isNotEqualTo(key);
  }

  /**
   * What nodes of one release derive, all later ones have to as well. The point was computed from
   * the secret by another program.
   */
  @Test
  void key_staysWhatItWas() {
    byte[] key = publicKey(SharedKey.derive(SECRET, PURPOSE));

    assertThat(HexFormat.of().formatHex(Arrays.copyOfRange(key, key.length - 65, key.length)))
        .isEqualTo(
            "04dbb7aab177389bab8a3b8d3ae344569ac12a3a67d4712ac3a74b0532e96812fd"
                + "dbe3cfa915d9b1b9b2cc16945915c75a10284c0eed435fca5be9ec61eb3335cf");
  }

  private static byte[] publicKey(SharedKey key) {
    return certificate(key).getPublicKey().getEncoded();
  }

  private static X509Certificate certificate(SharedKey key) {
    return key.keyManager().getCertificateChain("node")[0];
  }

  @Test
  void trust_isInTheSameKeyAlone() throws CertificateException {
    SharedKey own = SharedKey.derive(SECRET, PURPOSE);
    X509Certificate same = certificate(SharedKey.derive(SECRET, PURPOSE));
    X509Certificate other = certificate(SharedKey.derive(new byte[32], PURPOSE));

    own.trustManager().checkClientTrusted(new X509Certificate[] {same}, "EC");
    own.trustManager().checkServerTrusted(new X509Certificate[] {same}, "EC");
    for (X509Certificate[] chain :
        new X509Certificate[][] {{}, {other}, {same, other}, {other, same}}) {
      assertThatThrownBy(() -> own.trustManager().checkClientTrusted(chain, "EC"))
          .isInstanceOf(CertificateException.class);
      assertThatThrownBy(() -> own.trustManager().checkServerTrusted(chain, "EC"))
          .isInstanceOf(CertificateException.class);
    }
  }

  @Test
  void handshake_ofTwoWhoHaveTheKey_succeeds() throws SSLException {
    SSLEngine server = engine(SharedKey.derive(SECRET, PURPOSE).tls(), false);
    SSLEngine client = engine(SharedKey.derive(SECRET, PURPOSE).tls(), true);

    shakeHands(client, server);

    assertThat(server.getSession().getProtocol()).isEqualTo("TLSv1.3");
    assertThat(server.getSession().getPeerCertificates()).hasSize(1);
  }

  @Test
  void handshake_withAnotherKey_failsWhicheverSideHasIt() {
    SSLContext own = SharedKey.derive(SECRET, PURPOSE).tls();
    SSLContext other = SharedKey.derive(SECRET, "something else").tls();

    assertThatThrownBy(() -> shakeHands(engine(other, true), engine(own, false)))
        .isInstanceOf(SSLException.class);
    assertThatThrownBy(() -> shakeHands(engine(own, true), engine(other, false)))
        .isInstanceOf(SSLException.class);
  }

  @Test
  void secret_isNotPrinted() {
    assertThat(SharedKey.derive(SECRET, PURPOSE)).hasToString("SharedKey[[secret]]");
  }

  private static SSLEngine engine(SSLContext context, boolean client) {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(client);
    engine.setEnabledProtocols(new String[] {"TLSv1.3"});
    engine.setNeedClientAuth(!client);
    return engine;
  }

  /** Lets each say what it has to, in turn, until both are content. */
  private static void shakeHands(SSLEngine client, SSLEngine server) throws SSLException {
    ByteBuffer toServer = ByteBuffer.allocate(1 << 16);
    ByteBuffer toClient = ByteBuffer.allocate(1 << 16);
    client.beginHandshake();
    server.beginHandshake();
    for (int turn = 0; turn < 40 && (isBusy(client) || isBusy(server)); turn++) {
      step(client, toClient, toServer);
      step(server, toServer, toClient);
    }
    assertThat(isBusy(client) || isBusy(server)).isFalse();
  }

  private static boolean isBusy(SSLEngine engine) {
    return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
  }

  private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
    engine.wrap(ByteBuffer.allocate(0), out);
    in.flip();
    engine.unwrap(in, ByteBuffer.allocate(1 << 16));
    in.compact();
    for (Runnable task = engine.getDelegatedTask(); task != null; ) {
      task.run();
      task = engine.getDelegatedTask();
    }
  }
}
