package alcove.store.goroom;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.fuzz.FuzzTarget;

/** Any text in a go-ssb-room's database as a moment. */
class GoTimeFuzzTest extends FuzzTarget {
  @Override
  protected void test(byte[] input) {
    String text = new String(input, UTF_8);
    GoTime.parse(text)
        .ifPresent(
            moment ->
                assertThat(GoTime.parse(moment.toString().replace('T', ' '))).hasValue(moment));
  }
}
