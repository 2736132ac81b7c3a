package alcove.tunnel.loops;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A sample of what a thread was doing at one moment.
 *
 * @param cpu the CPU time that it has used since it began, in nanoseconds
 */
record ThreadSample(Thread.State state, List<StackTraceElement> stack, long cpu) {
  /** Calls that wait for a disk, a database or another machine. */
  private static final List<String> BLOCKING =
      List.of(
          "java.io.FileInputStream",
          "java.io.FileOutputStream",
          "java.io.RandomAccessFile",
          "java.lang.ProcessBuilder",
          "java.lang.ProcessImpl",
          "java.net.Inet4AddressImpl",
          "java.net.Inet6AddressImpl",
          "sun.nio.ch.FileChannelImpl",
          "sun.nio.ch.NioSocketImpl",
          "sun.nio.fs.",
          "java.sql.",
          "org.h2.",
          "org.postgresql.",
          "org.sqlite.",
          "org.jdbi.",
          "com.zaxxer.");

  /**
   * What event loops do although it may block: they write to the log, which waits while nobody
   * reads it, and are the first to need a class, which is loaded and initialized then.
   */
  private static final List<String> TOLERATED =
      List.of("ch.qos.logback.", "java.lang.ClassLoader", "jdk.internal.loader.");

  static ThreadSample at(Thread thread) {
    // The state first: a thread that has just woken up must not seem to wait where it is now.
    Thread.State state = thread.getState();
    long cpu = ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId());
    return new ThreadSample(state, List.of(thread.getStackTrace()), cpu);
  }

  /** Whether it is parked, sleeps, or waits for a lock. */
  boolean waits() {
    return switch (state) {
      case BLOCKED, WAITING, TIMED_WAITING -> !isTolerated();
      case NEW, RUNNABLE, TERMINATED -> false;
    };
  }

  /** Whether it is in a call that waits for something outside the JVM. */
  boolean calls() {
    return isIn(BLOCKING) && !isTolerated();
  }

  private boolean isTolerated() {
    return isIn(TOLERATED)
        || stack.stream().map(StackTraceElement::getMethodName).anyMatch("<clinit>"::equals);
  }

  private boolean isIn(List<String> prefixes) {
    return stack.stream()
        .map(StackTraceElement::getClassName)
        .anyMatch(name -> prefixes.stream().anyMatch(name::startsWith));
  }

  @Override
  public String toString() {
    return stack.stream().map(frame -> "    at " + frame).collect(Collectors.joining("\n"));
  }
}
