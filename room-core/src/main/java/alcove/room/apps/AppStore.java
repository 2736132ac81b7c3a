package alcove.room.apps;

import alcove.identity.Word;

/** A shop that has apps for some platform. */
public enum AppStore implements Word {
  /** Google's. */
  PLAY_STORE("Google Play", Platform.ANDROID, "https://play.google.com/"),
  /** That of free software. */
  F_DROID("F-Droid", Platform.ANDROID, "https://f-droid.org/"),
  /** Apple's. */
  APP_STORE("App Store", Platform.IOS, "https://apps.apple.com/");

  private final String title;
  private final Platform platform;
  private final String address;

  AppStore(String title, Platform platform, String address) {
    this.title = title;
    this.platform = platform;
    this.address = address;
  }

  /** Its name, which is the same in all languages. */
  public String title() {
    return title;
  }

  /** What its apps run on. */
  public Platform platform() {
    return platform;
  }

  /** What all its links begin with. */
  public String address() {
    return address;
  }
}
