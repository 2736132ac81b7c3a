package alcove.app;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The home directory of whoever runs this. */
final class Home {
  private static final String OF_THE_SYSTEM = "user.home";

  private Home() {}

  /**
   * The one that {@code HOME} says, or that the system has for this user; not every user has one.
   */
  static Optional<Path> directory(Map<String, String> environment) {
    return directory(environment, System.getProperty(OF_THE_SYSTEM, ""));
  }

  /** For a user without a home Java says {@code ?}, which is no absolute path. */
  static Optional<Path> directory(Map<String, String> environment, String ofTheSystem) {
    return Stream.of(environment.getOrDefault("HOME", ""), ofTheSystem)
        .flatMap(text -> ValueParser.pathAsWritten(text).stream())
        .filter(Path::isAbsolute)
        .findFirst();
  }
}
