package alcove.room.signin;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.cluster.ClusterMessage;
import alcove.cluster.Node;
import alcove.cluster.NodeId;
import alcove.cluster.shared.NodeCalls;
import alcove.cluster.shared.SharedBuckets;
import alcove.cluster.shared.SharedPlaces;
import alcove.fuzz.FuzzTarget;
import alcove.identity.HostAndPort;
import alcove.limits.TokenBuckets;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Any bytes as another node's word of sign-ins: passed over, or one that is written as it was. */
class SignInWordFuzzTest extends FuzzTarget {
  private static final SignInForm FORM = new SignInForm(_ -> {});
  private static final Node OTHER =
      new Node(
          new NodeId(new UUID(1, 2)),
          "other",
          new HostAndPort("other.example", 8009),
          "1.0",
          Instant.EPOCH);

  @Override
  protected void test(byte[] input) throws Exception {
    var nodes = new NodeCalls();
    new SharedPlaces<>(
        nodes, NodeCalls.Subject.SIGN_INS, FORM, 4, Duration.ofMinutes(1), () -> Instant.EPOCH);
    new PasskeyChallenges(nodes, () -> Instant.EPOCH);
    new SharedBuckets(nodes, NodeCalls.Subject.GUESSES, new TokenBuckets(1, 5, 10, () -> 0));
    nodes.received(OTHER, new ClusterMessage(ClusterMessage.Kind.CALL, input));
    SignIn signIn;
    try {
      signIn = read(input);
    } catch (IOException malformed) {
      return;
    }
    var written = new ByteArrayOutputStream();
    FORM.write(signIn, new DataOutputStream(written));
    byte[] again = written.toByteArray();
    var rewritten = new ByteArrayOutputStream();
    FORM.write(read(again), new DataOutputStream(rewritten));
    assertThat(rewritten.toByteArray()).isEqualTo(again);
  }

  private static SignIn read(byte[] bytes) throws IOException {
    return FORM.read(
        "hash", null, Instant.EPOCH, new DataInputStream(new ByteArrayInputStream(bytes)));
  }
}
