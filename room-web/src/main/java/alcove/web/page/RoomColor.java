package alcove.web.page;

import java.util.Locale;

/**
 * The colour of what stands out in a room, and what goes with it so that all of it can be read:
 * WCAG asks for a contrast of 4.5 to 1. Immutable.
 *
 * @param base as {@code #rrggbb}
 * @see <a href="https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio">WCAG 2.2, contrast ratio</a>
 */
public record RoomColor(String base) {
  /** Alcove's own. */
  public static final RoomColor OWN = new RoomColor("#0e665d");

  private static final double ENOUGH = 4.5;
  private static final double STEP = 0.05;
  private static final String LIGHT_SURFACE = "#f6f4ee";
  private static final String DARK_SURFACE = "#1b2322";
  private static final String WHITE = "#ffffff";
  private static final String BLACK = "#101615";

  /** The one of a setting; empty: Alcove's own. */
  public static RoomColor of(String setting) {
    return setting.isEmpty() ? OWN : new RoomColor(setting);
  }

  /** What text on it is written in: white or nearly black, whichever can be read better. */
  public String on() {
    return on(base);
  }

  private static String on(String ground) {
    return contrast(ground, WHITE) >= ENOUGH || contrast(ground, WHITE) >= contrast(ground, BLACK)
        ? WHITE
        : BLACK;
  }

  /** Whether it is kept as it is on light pages; there, it is darkened otherwise. */
  public boolean isLegible() {
    return contrast(base, LIGHT_SURFACE) >= ENOUGH;
  }

  /** The style of pages in it, light and dark. */
  public String stylesheet() {
    String light = towards(base, "#000000", LIGHT_SURFACE);
    String dark = towards(base, WHITE, DARK_SURFACE);
    return ":root {%s}%n@media screen and (prefers-color-scheme: dark) { :root {%s} }%n"
        .replace("%n", "\n")
        .formatted(
            properties(light, mix(light, "#000000", 0.25), mix(light, LIGHT_SURFACE, 0.87)),
            properties(dark, mix(dark, WHITE, 0.3), mix(dark, DARK_SURFACE, 0.82)));
  }

  private static String properties(String accent, String strong, String tint) {
    return " --accent: %s; --accent-strong: %s; --on-accent: %s; --tint: %s; "
        .formatted(accent, strong, on(accent), tint);
  }

  /** The first on the way to {@code end} that can be read on {@code ground}. */
  private static String towards(String color, String end, String ground) {
    String tried = color;
    for (double part = 0; part < 1 && contrast(tried, ground) < ENOUGH; part += STEP) {
      tried = mix(color, end, part);
    }
    return tried;
  }

  private static String mix(String one, String other, double part) {
    StringBuilder mixed = new StringBuilder("#");
    for (int i = 1; i < 7; i += 2) {
      long value = Math.round(channel(one, i) * (1 - part) + channel(other, i) * part);
      mixed.append(String.format(Locale.ROOT, "%02x", value));
    }
    return mixed.toString();
  }

  private static int channel(String color, int place) {
    return Integer.parseInt(color.substring(place, place + 2), 16);
  }

  static double contrast(String one, String other) {
    double first = luminance(one);
    double second = luminance(other);
    return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
  }

  private static double luminance(String color) {
    return 0.2126 * linear(channel(color, 1))
        + 0.7152 * linear(channel(color, 3))
        + 0.0722 * linear(channel(color, 5));
  }

  private static double linear(int channel) {
    double part = channel / 255.0;
    return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
  }
}
