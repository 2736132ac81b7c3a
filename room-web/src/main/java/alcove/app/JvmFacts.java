package alcove.app;

/** The machine below, in one line for the log. */
final class JvmFacts {
  private static final int MIB = 1024 * 1024;

  private JvmFacts() {}

  static String describe() {
    var runtime = Runtime.getRuntime();
    return "Java %s, %s processors, heap at most %s MiB"
        .formatted(Runtime.version(), runtime.availableProcessors(), runtime.maxMemory() / MIB);
  }
}
