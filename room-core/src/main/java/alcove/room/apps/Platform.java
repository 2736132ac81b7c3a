package alcove.room.apps;

import alcove.identity.Word;

/** A platform that an app runs on. */
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
  BROWSER
}
