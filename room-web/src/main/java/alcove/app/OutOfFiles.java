package alcove.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Says in one line what Netty says with a stack trace, each second on each listener, while a
 * newcomer cannot be accepted because the process may open no more files. Thread-safe.
 */
final class OutOfFiles extends TurboFilter {
  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(OutOfFiles.class);
  private static final String SPEAKER = "io.netty.channel.DefaultChannelPipeline";
  private static final String SIGN = "Too many open files";
  private static final long QUIET = Duration.ofMinutes(1).toNanos();

  private final LongSupplier nanos;
  private final AtomicLong nextLine;

  OutOfFiles(LongSupplier nanos) {
    this.nanos = nanos;
    this.nextLine = new AtomicLong(nanos.getAsLong());
  }

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] arguments,
      @Nullable Throwable failure) {
    if (failure == null || !logger.getName().equals(SPEAKER) || !isOutOfFiles(failure)) {
      return FilterReply.NEUTRAL;
    }
    long due = nextLine.get();
    long now = nanos.getAsLong();
    if (now - due >= 0 && nextLine.compareAndSet(due, now + QUIET)) {
      LOG.error(
          "no newcomer can be let in, because this process may open no more files: raise its limit"
              + " (LimitNOFILE of the service, ulimit -n), or lower {}",
          Setting.MAX_CONNECTIONS.flag());
    }
    return FilterReply.DENY;
  }

  private static boolean isOutOfFiles(Throwable failure) {
    return Optional.ofNullable(failure.getMessage())
        .filter(said -> said.contains(SIGN))
        .isPresent();
  }
}
