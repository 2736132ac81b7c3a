package alcove.cluster.shared;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.cluster.ClusterMessage;
import alcove.cluster.Node;
import alcove.cluster.NodeId;
import alcove.fuzz.FuzzTarget;
import alcove.identity.HostAndPort;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Any bytes as the word of another node: of a kind that is not known, malformed and passed over, or
 * a value that is written as it was read. Nothing is thrown into the cluster's thread.
 */
class NodeWordFuzzTest extends FuzzTarget {
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final Node OTHER =
      new Node(
          new NodeId(new UUID(1, 2)),
          "other",
          new HostAndPort("other.example", 8009),
          "1.0",
          Instant.EPOCH);

  @Override
  protected void test(byte[] input) throws Exception {
    Optional<ClusterMessage> message = ClusterMessage.decode(input);
    message.ifPresent(known -> assertThat(known.encode()).isEqualTo(input));
    var nodes = new NodeCalls();
    new SharedPlaces<>(
        nodes, NodeCalls.Subject.SIGN_INS, new TextForm(), 4, LONGEST, () -> Instant.EPOCH);
    message.ifPresent(known -> nodes.received(OTHER, known));
    readValue(input);
  }

  private static void readValue(byte[] input) throws IOException {
    SharedPlace<String> told;
    try {
      told = SharedPlace.decode(input, new TextForm(), LONGEST, () -> Instant.EPOCH);
    } catch (IOException malformed) {
      return;
    }
    assertThat(told.end()).isBetween(Instant.EPOCH, Instant.EPOCH.plus(LONGEST));
    byte[] written = encode(told);
    assertThat(encode(SharedPlace.decode(written, new TextForm(), LONGEST, () -> Instant.EPOCH)))
        .isEqualTo(written);
  }

  private static byte[] encode(SharedPlace<String> place) {
    return place.encode(new TextForm(), Duration.between(Instant.EPOCH, place.end()));
  }

  /** A value that is a text. */
  private static final class TextForm implements SharedForm<String> {
    @Override
    public void write(String value, DataOutput out) throws IOException {
      out.writeUTF(value);
    }

    @Override
    public String read(String hash, @Nullable String origin, Instant end, DataInput in)
        throws IOException {
      return in.readUTF();
    }
  }
}
