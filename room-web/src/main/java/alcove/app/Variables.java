package alcove.app;

import alcove.ops.terminal.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The environment variables that begin like settings. */
final class Variables {
  static final String PREFIX = "ALCOVE_";

  /** Those of the launcher, of docker-compose.yml and of the examples for proxies. */
  private static final Set<String> OF_OTHERS =
      Set.of("ALCOVE_JAVA_OPTS", "ALCOVE_MEMORY", "ALCOVE_SUBNET", "ALCOVE_UPSTREAM");

  private static final String OF_TESTS = "ALCOVE_TEST_";

  private Variables() {}

  /** A line for each that nobody reads, as one with a typing error in its name. */
  static List<String> strangers(Map<String, String> environment) {
    var settings = Setting.all().stream().map(Setting::variable).collect(Collectors.toSet());
    var known =
        Stream.concat(settings.stream(), OF_OTHERS.stream())
            .collect(Collectors.toUnmodifiableSet());
    return environment.keySet().stream()
        .filter(name -> name.startsWith(PREFIX) && !name.startsWith(OF_TESTS))
        .filter(name -> !known.contains(name))
        .sorted()
        .map(name -> name + " is not a setting" + Nearest.hint(name, settings))
        .toList();
  }
}
