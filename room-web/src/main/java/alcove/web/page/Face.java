package alcove.web.page;

import alcove.room.model.Picture;
import alcove.room.model.RoomSettings;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The looks of the room in links: its icons, colours and card. Immutable.
 *
 * @param version what changes with any of them
 * @param own whether the room has a colour of its own
 */
public record Face(RoomColor color, String version, boolean own) {
  /** The path of the stylesheet with the room's colours. */
  public static final String STYLESHEET = Asset.PATH + "theme.css";

  /** The end of the path of a card. */
  public static final String CARD = "/card.png";

  /** That of a room. */
  public static Face of(RoomSettings settings, Optional<Picture> picture) {
    String all =
        settings.name()
            + '\n'
            + settings.color()
            + '\n'
            + picture
                .map(Picture::version)
                .orElse(Asset.named(iconName(32)).orElseThrow().version());
    CRC32 sum = new CRC32();
    sum.update(all.getBytes(StandardCharsets.UTF_8));
    return new Face(
        RoomColor.of(settings.color()),
        Long.toHexString(sum.getValue()),
        !settings.color().isEmpty());
  }

  /** The name of the asset that is the icon of a room without a picture. */
  public static String iconName(int width) {
    return "icon-" + width + ".png";
  }

  /** The path of an icon. */
  public static String iconPath(int width) {
    return Asset.PATH + "face-" + width + ".png";
  }

  /** The link to an icon. */
  public String icon(int width) {
    return iconPath(width) + "?v=" + version;
  }

  /** The link to the stylesheet with the room's colours. */
  public String stylesheet() {
    return STYLESHEET + "?v=" + version;
  }

  /** The link to a card of the main site, behind its address and perhaps the path of an alias. */
  public String card(String before) {
    return before + CARD.substring(before.endsWith("/") ? 1 : 0) + "?v=" + version;
  }
}
