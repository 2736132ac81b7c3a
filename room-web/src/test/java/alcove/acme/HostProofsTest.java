package alcove.acme;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.cluster.NodeId;
import alcove.tls.HostCertificate;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.shredzone.acme4j.Identifier;
import org.shredzone.acme4j.util.CertificateUtils;

/** Proofs of several nodes for the same hosts, and their end. */
class HostProofsTest {
  private static final String HOST = "room.example";
  private static final Optional<NodeId> SELF = Optional.empty();

  private final KeyPair pair = pair();
  private final NodeId a = NodeId.random();
  private final NodeId b = NodeId.random();
  private final Set<NodeId> inSight = new HashSet<>(Set.of(a, b));
  private Instant now = Instant.parse("2026-11-30T12:00:00Z");
  private final HostProofs proofs = new HostProofs(inSight::contains, () -> now);

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private HostCertificate proof(int number) throws GeneralSecurityException, IOException {
    byte[] authorization = new byte[32];
    authorization[0] = (byte) number;
    return HostCertificate.of(
        List.of(
            CertificateUtils.createTlsAlpn01Certificate(pair, Identifier.dns(HOST), authorization)),
        pair.getPrivate());
  }

  @Test
  void proof_ofAnotherNode_isOverAfterAQuarterOfAnHour() throws Exception {
    proofs.show(Optional.of(a), HOST, proof(1));
    now = now.plus(HostProofs.LIFE).minusMillis(1);
    assertThat(proofs.any()).isTrue();

    now = now.plusMillis(1);

    assertThat(proofs.any()).isFalse();
    assertThat(proofs.of(HOST)).isEmpty();
  }

  @Test
  void proof_ofANodeThatGoesOutOfSight_isOver_butNotOnesOwn() throws Exception {
    HostCertificate own = proof(1);
    proofs.show(Optional.of(a), HOST, proof(2));
    inSight.remove(a);
    assertThat(proofs.any()).isFalse();

    proofs.show(SELF, HOST, own);

    assertThat(proofs.any()).isTrue();
    assertThat(proofs.of(HOST)).containsExactly(own);
  }

  @Test
  void proofs_ofSeveralNodesForOneHost_endByThemselves() throws Exception {
    HostCertificate first = proof(1);
    HostCertificate second = proof(2);
    HostCertificate third = proof(3);
    proofs.show(Optional.of(a), HOST, first);
    proofs.show(Optional.of(b), HOST, second);
    proofs.show(SELF, HOST, third);
    assertThat(proofs.of(HOST)).containsExactly(third, second, first);

    proofs.end(Optional.of(b), HOST);
    assertThat(proofs.of(HOST)).containsExactly(third, first);
    proofs.end(SELF, HOST);
    assertThat(proofs.of(HOST)).containsExactly(first);
    proofs.end(Optional.of(a), HOST);

    assertThat(proofs.any()).isFalse();
  }

  @Test
  void proofs_areSoManyAtMost() throws Exception {
    HostCertificate proof = proof(1);
    for (int i = 0; i <= HostProofs.MOST; i++) {
      proofs.show(Optional.of(a), i + ".room.example", proof);
    }

    assertThat(proofs.of("0.room.example")).isEmpty();
    assertThat(proofs.of("1.room.example")).hasSize(1);
  }
}
