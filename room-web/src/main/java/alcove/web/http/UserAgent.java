package alcove.web.http;

import alcove.room.apps.Platform;
import alcove.room.model.Session;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The name that a browser gives itself. Each says the names of others as well, so that the order
 * counts in which they are looked for. Good for people to know it again, and for what comes first
 * on a page; nothing is decided by it.
 *
 * @param header as it came, in small letters, as far as anything is looked for in it
 */
record UserAgent(String header) {
  private static final int LONGEST = 512;

  /** That of Android names Linux as well. */
  private static final List<Map.Entry<String, Platform>> PLATFORMS =
      List.of(
          Map.entry("android", Platform.ANDROID),
          Map.entry("iphone", Platform.IOS),
          Map.entry("ipad", Platform.IOS),
          Map.entry("ipod", Platform.IOS),
          Map.entry("windows nt", Platform.WINDOWS),
          Map.entry("macintosh", Platform.MACOS),
          Map.entry("linux", Platform.LINUX));

  /** Most are Chrome as well, and Chrome is Safari. */
  private static final List<Map.Entry<String, String>> BROWSERS =
      List.of(
          Map.entry("edg/", "Edge"),
          Map.entry("edga/", "Edge"),
          Map.entry("edgios/", "Edge"),
          Map.entry("opr/", "Opera"),
          Map.entry("opt/", "Opera"),
          Map.entry("samsungbrowser/", "Samsung Internet"),
          Map.entry("vivaldi/", "Vivaldi"),
          Map.entry("duckduckgo/", "DuckDuckGo"),
          Map.entry("ddg/", "DuckDuckGo"),
          Map.entry("fxios/", "Firefox"),
          Map.entry("firefox/", "Firefox"),
          Map.entry("crios/", "Chrome"),
          Map.entry("chrome/", "Chrome"),
          Map.entry("safari/", "Safari"));

  /** Reads no more than its beginning. */
  static UserAgent of(String header) {
    return new UserAgent(
        header.substring(0, Math.min(header.length(), LONGEST)).toLowerCase(Locale.ROOT));
  }

  /** What it runs on, if it says so. */
  Optional<Platform> platform() {
    return first(PLATFORMS);
  }

  /** Its name and what it runs on, and no more than that. */
  Session.Device device() {
    return new Session.Device(
        first(BROWSERS).orElse(""), platform().map(Platform::word).orElse(""));
  }

  private <T> Optional<T> first(List<Map.Entry<String, T>> signs) {
    return signs.stream()
        .filter(sign -> header.contains(sign.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
