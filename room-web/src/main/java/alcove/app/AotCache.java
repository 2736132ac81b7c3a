package alcove.app;

import java.lang.management.ManagementFactory;

/** The cache of what the JVM learned in {@link TrainCommand}, as far as this process has it. */
final class AotCache {
  private static final String FLAG = "-XX:AOTCache=";

  private AotCache() {}

  /** Whether this process has to learn it all anew: no cache was given, or it does not fit. */
  static boolean isMissing() {
    var given = ManagementFactory.getRuntimeMXBean().getInputArguments();
    // A JVM that cannot use the cache it is given shares no classes with any.
    return given.stream().noneMatch(argument -> argument.startsWith(FLAG))
        || !System.getProperty("java.vm.info", "").contains("sharing");
  }
}
