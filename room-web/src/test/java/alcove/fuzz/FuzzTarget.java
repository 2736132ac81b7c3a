package alcove.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/**
 * One reader of bytes that somebody else wrote, with all that must hold whatever these are: here as
 * a test of the kept corpus, and by {@link Jazzer} as what is searched for more. Each input is read
 * by itself, so nothing may be left of it in static state.
 */
public abstract class FuzzTarget {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int TRIES = 3;

  /** Reads {@code input}, and throws only if something does not hold. */
  protected abstract void test(byte[] input) throws Exception;

  /**
   * The bytes that this thread may allocate for an input of {@code length} bytes, what the target
   * itself needs included.
   */
  protected long mostAllocated(int length) {
    return (4L << 20) + 2048L * length;
  }

  /** Reads {@code input} within the bounds of memory. */
  final void run(byte[] input) throws Exception {
    long least = Long.MAX_VALUE;
    // A class that is loaded meanwhile allocates as well, but only once.
    for (int left = TRIES; left > 0; left--) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      test(input.clone());
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
      if (least <= mostAllocated(input.length)) {
        return;
      }
    }
    throw new AssertionError(
        "%s bytes allocated for %s (at most %s)"
            .formatted(least, input.length, mostAllocated(input.length)));
  }

  @Test
  void corpus_everyInput_holds() throws Exception {
    readCorpus();
  }

  final void readCorpus() throws Exception {
    for (byte[] input : Corpus.of(getClass()).inputs()) {
      try {
        run(input);
      } catch (Throwable failure) {
        throw new AssertionError(getClass().getSimpleName() + " of " + Corpus.line(input), failure);
      }
    }
  }
}
