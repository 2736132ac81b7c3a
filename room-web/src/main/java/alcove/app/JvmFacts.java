package alcove.app;

import java.lang.management.ManagementFactory;

/** The machine below, for the log. */
final class JvmFacts {
  private static final String CACHE_FLAG = "-XX:AOTCache=";
  private static final int MIB = 1024 * 1024;

  private JvmFacts() {}

  /** It, on one line. */
  static String describe() {
    var runtime = Runtime.getRuntime();
    return "Java %s, %s processors, heap at most %s MiB"
        .formatted(Runtime.version(), runtime.availableProcessors(), runtime.maxMemory() / MIB);
  }

  /**
   * Whether it has to learn anew what it learned in {@link TrainCommand}: no cache was given, or it
   * does not fit.
   */
  static boolean lacksCache() {
    var given = ManagementFactory.getRuntimeMXBean().getInputArguments();
    // A JVM that cannot use the cache it is given shares no classes with any.
    return given.stream().noneMatch(argument -> argument.startsWith(CACHE_FLAG))
        || !System.getProperty("java.vm.info", "").contains("sharing");
  }
}
