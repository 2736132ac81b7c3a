package alcove.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RoomColorTest {
  private static final Pattern ROOT =
      Pattern.compile("--accent: (#\\w+); --accent-strong: (#\\w+); --on-accent: (#\\w+)");

  @Test
  void anyColor_canBeRead_lightAndDark() {
    for (int color = 0; color < 0x1000000; color += 0x0f0f1) {
      RoomColor room = new RoomColor("#" + HexFormat.of().toHexDigits(color, 6));
      Matcher roots = ROOT.matcher(room.stylesheet());
      for (String ground : new String[] {"#f6f4ee", "#1b2322"}) {
        assertThat(roots.find()).isTrue();
        assertThat(RoomColor.contrast(roots.group(1), ground)).as(room.base()).isGreaterThan(4.5);
        assertThat(RoomColor.contrast(roots.group(2), ground)).as(room.base()).isGreaterThan(4.5);
        assertThat(RoomColor.contrast(roots.group(1), roots.group(3)))
            .as(room.base())
            .isGreaterThan(4);
      }
      assertThat(RoomColor.contrast(room.base(), room.on())).isGreaterThan(4);
    }
  }
}
