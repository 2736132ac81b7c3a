package alcove.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.cluster.ClusterMessage.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages between nodes as bytes. */
class ClusterMessageTest {
  @ParameterizedTest
  @EnumSource
  void message_isReadAsItWasWritten(Kind kind) {
    ClusterMessage read =
        ClusterMessage.decode(new ClusterMessage(kind, new byte[] {1, 2, 3}).encode())
            .orElseThrow();

    assertThat(read.kind()).isEqualTo(kind);
    assertThat(read.body()).containsExactly(1, 2, 3);
  }

  @Test
  void message_ofAnotherReleaseOrNone_isPassedOver() {
    assertThat(ClusterMessage.decode(new byte[] {})).isEmpty();
    assertThat(ClusterMessage.decode(new byte[] {1})).isEmpty();
    assertThat(ClusterMessage.decode(new byte[] {1, 100, 5})).as("kind").isEmpty();
    assertThat(ClusterMessage.decode(new byte[] {2, 1, 5})).as("format").isEmpty();
    assertThat(ClusterMessage.decode(new byte[] {1, 1})).as("no body").isPresent();
  }

  @Test
  void body_isBounded() {
    byte[] tooLong = new byte[ClusterMessage.LONGEST + 1];

    assertThatThrownBy(() -> new ClusterMessage(Kind.ATTENDANTS, tooLong))
        .isInstanceOf(IllegalArgumentException.class);
    byte[] encoded = new byte[ClusterMessage.LONGEST + 3];
    encoded[0] = 1;
    encoded[1] = 1;
    assertThat(ClusterMessage.decode(encoded)).isEmpty();
  }
}
