package alcove.app;

/** The version that this program calls itself, as written into the jar by the build. */
final class Version {
  private Version() {}

  /** The version of the jar that this class was loaded from, {@code development} outside a jar. */
  static String current() {
    var version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
