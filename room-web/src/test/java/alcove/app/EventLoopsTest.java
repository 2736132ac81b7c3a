package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over how many event loops a room spreads its connections. */
class EventLoopsTest {
  @TempDir private Path folder;

  @Test
  void start_asShipped_hasHalfAsManyAsProcessors() throws Exception {
    assertThat(loops(Map.of()))
        .isEqualTo(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
  }

  @Test
  void start_withAnotherNumber_hasThatMany() throws Exception {
    assertThat(loops(Map.of(LimitSettings.EVENT_LOOPS, "3"))).isEqualTo(3);
  }

  private int loops(Map<Setting<?>, String> settings) throws Exception {
    Map<Setting<?>, String> all = new HashMap<>(settings);
    all.put(Setting.DATA, folder.resolve("data").toString());
    all.put(Setting.LISTEN, "127.0.0.1");
    all.put(Setting.SSB_PORT, "0");
    all.put(Setting.HTTP_PORT, "0");
    try (RunningRoom room = RunningRoom.start(ConfigReader.read(all, Map.of()))) {
      return room.loops().size();
    }
  }
}
