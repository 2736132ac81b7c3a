package alcove.tunnel.presence;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private final Backlog backlog = new Backlog();

  @Test
  void keepingUp_everythingIsToldInOrder() {
    backlog.add(List.of(Change.joined(who(1)), Change.joined(who(2))));
    backlog.add(List.of(Change.left(who(1))));

    assertThat(rest()).containsExactly("joined 1", "joined 2", "left 1");
    assertThat(backlog.isEmpty()).isTrue();
  }

  @Test
  void fallingBehind_keepsTheLastChangeOfEachId() {
    for (int i = 0; i < 1000; i++) {
      backlog.add(List.of(Change.joined(who(1)), Change.left(who(i % 5 + 2))));
      backlog.add(List.of(Change.left(who(1))));
    }

    assertThat(rest()).hasSizeLessThan(15).endsWith("left 1");
  }

  @Test
  void fallingBehind_inTheMiddleOfATick_forgetsNothingAndRepeatsNothing() {
    backlog.add(List.of(Change.joined(who(1)), Change.joined(who(2)), Change.joined(who(3))));
    assertThat(backlog.poll()).isNotNull();
    for (int i = 4; i < 9; i++) {
      backlog.add(List.of(Change.joined(who(i))));
    }

    assertThat(rest())
        .containsExactly(
            "joined 2", "joined 3", "joined 4", "joined 5", "joined 6", "joined 7", "joined 8");
  }

  @Test
  void nothing_isNothing() {
    backlog.add(List.of());

    assertThat(backlog.isEmpty()).isTrue();
    assertThat(backlog.poll()).isNull();
  }

  private static FeedId who(int number) {
    byte[] key = new byte[32];
    key[0] = (byte) number;
    return FeedId.of(key);
  }

  private List<String> rest() {
    List<String> all = new ArrayList<>();
    for (Change next = backlog.poll(); next != null; next = backlog.poll()) {
      String body = new String(next.body(), StandardCharsets.UTF_8);
      all.add((body.contains("joined") ? "joined " : "left ") + next.who().bytes()[0]);
    }
    return all;
  }
}
