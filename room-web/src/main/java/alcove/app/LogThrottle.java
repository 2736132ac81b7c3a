package alcove.app;

import alcove.limits.TokenBucket;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the log from being filled by others. What a library says about a broken connection is a
 * remote party's fault, and left out; of what else libraries warn of, and of faults with a stack
 * trace, there is one a second, and ten at once. Thread-safe.
 */
final class LogThrottle extends Filter<ILoggingEvent> {
  /** How names of our loggers begin. */
  static final String OURS = "alcove.";

  private static final int PER_SECOND = 1;
  private static final int BURST = 10;

  private final TokenBucket rate;
  private long leftOut;

  /** Counts from nothing, by a monotonic clock in nanoseconds. */
  LogThrottle(LongSupplier nanoTime) {
    this.rate = new TokenBucket(PER_SECOND, BURST, nanoTime);
  }

  @Override
  public FilterReply decide(ILoggingEvent event) {
    boolean ours = event.getLoggerName().startsWith(OURS);
    boolean traced = event.getThrowableProxy() != null;
    if (!event.getLevel().isGreaterOrEqual(Level.WARN) || (ours && !traced)) {
      return FilterReply.NEUTRAL;
    }
    if (isOfOthers(event)) {
      return FilterReply.DENY;
    }
    synchronized (rate) {
      if (rate.tryTake()) {
        return FilterReply.NEUTRAL;
      }
      leftOut++;
      return FilterReply.DENY;
    }
  }

  /** How many it has left out because of their number since it was asked last. */
  long takeLeftOut() {
    synchronized (rate) {
      long count = leftOut;
      leftOut = 0;
      return count;
    }
  }

  /** Whether a library speaks of what went wrong on a connection. */
  static boolean isOfOthers(ILoggingEvent event) {
    return !event.getLoggerName().startsWith(OURS) && isOfAConnection(event.getThrowableProxy());
  }

  /** Sockets, TLS and what is read from them fail this way. */
  private static boolean isOfAConnection(@Nullable IThrowableProxy thrown) {
    return thrown instanceof ThrowableProxy one
        && (one.getThrowable() instanceof IOException
            || one.getThrowable() instanceof DecoderException);
  }
}
