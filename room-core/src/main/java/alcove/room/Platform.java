package alcove.room;

import java.util.Locale;
import java.util.Optional;

/** What an app runs on. */
public enum Platform {
  /** Phones and tablets with Android. */
  ANDROID,
  /** iPhones and iPads. */
  IOS,
  /** Computers with Linux. */
  LINUX,
  /** Macs. */
  MACOS,
  /** Computers with Windows. */
  WINDOWS,
  /** Any browser, with nothing to install. */
  BROWSER;

  /** The platform that a person names, such as {@code android}. */
  public static Optional<Platform> named(String word) {
    for (Platform platform : values()) {
      if (platform.word().equals(word)) {
        return Optional.of(platform);
      }
    }
    return Optional.empty();
  }

  /** The name in lower case, as commands, pages and the database write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
