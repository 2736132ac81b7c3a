package alcove.room.names;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.fuzz.FuzzTarget;
import alcove.room.aliases.AliasNames;
import java.util.List;
import java.util.Optional;

/** Any text as a name of somebody: refused, or one that stays as it is when it is read again. */
class NameFuzzTest extends FuzzTarget {
  @Override
  protected long mostAllocated(int length) {
    return (8L << 20) + 4096L * length;
  }

  @Override
  protected void test(byte[] input) {
    String text = new String(input, UTF_8);
    Optional<String> kept = NameText.kept(text);
    if (kept.isPresent()) {
      String name = kept.get();
      assertThat(NameText.kept(name)).hasValue(name);
      assertThat(name.codePointCount(0, name.length())).isBetween(1, NameText.LONGEST);
      assertThat(name).doesNotContain("\n", "\r", "\0", "\u202e");
      boolean official = Lookalikes.isOfficial(name, "Room");
      assertThat(Lookalikes.isOfficial(name, "Room")).isEqualTo(official);
      assertThat(new Lookalikes().isTaken(name, List.of(name).stream())).isTrue();
    }
    AliasNames.lookedUp(text)
        .ifPresent(alias -> assertThat(AliasNames.lookedUp(alias)).hasValue(alias));
  }
}
