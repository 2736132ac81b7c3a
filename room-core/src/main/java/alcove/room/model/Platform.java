package alcove.room.model;

import alcove.identity.Word;
import java.util.Optional;

/** What an app runs on. */
public enum Platform implements Word {
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
    return Word.named(Platform.class, word);
  }
}
