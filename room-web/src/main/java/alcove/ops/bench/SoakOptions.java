package alcove.ops.bench;

import alcove.ops.terminal.CommandException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The load of a soak; filled from the command line. */
final class SoakOptions {
  private static final double MILLIS_PER_MINUTE = 60_000;
  private static final double LEAST_MINUTES = 0.01;
  private static final double MOST_MINUTES = 100_000;
  private static final int MOST = 10_000;

  @Option(
      names = "--minutes",
      defaultValue = "5",
      paramLabel = "N",
      description = "soak: for how long (default: 5)")
  private double minutes;

  @Option(
      names = "--sample",
      defaultValue = "5",
      paramLabel = "S",
      description = "soak: a sample every so many seconds (default: 5)")
  private int sample;

  @Option(
      names = "--quiet",
      defaultValue = "30",
      paramLabel = "S",
      description = "soak: the last sample, so many seconds after everybody has left (default: 30)")
  private int quiet;

  @Option(
      names = "--guests",
      defaultValue = "40",
      paramLabel = "N",
      description = "soak: peers who come and go (default: 40)")
  private int guests;

  @Option(
      names = "--stutterers",
      defaultValue = "6",
      paramLabel = "N",
      description = "soak: pairs of peers of whom one reads by fits and starts (default: 6)")
  private int stutterers;

  @Option(
      names = "--pages",
      paramLabel = "URL",
      description = "soak: the room's web site, for visitors to look at")
  private @Nullable URI pages;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "soak: the room's data directory on this machine: have the room carry out commands and"
              + " make backups, and tell its own figures")
  private @Nullable Path data;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "soak: what its chances come from (default: another one each time)")
  private @Nullable Long seed;

  Measurement measurement() {
    return new Soak(
        new Soak.Plan(
            Duration.ofMillis(Math.round(minutes * MILLIS_PER_MINUTE)),
            Duration.ofSeconds(sample),
            Duration.ofSeconds(quiet),
            guests,
            stutterers,
            pages,
            data,
            seed == null ? ThreadLocalRandom.current().nextLong(Integer.MAX_VALUE) : seed));
  }

  void check() throws CommandException {
    if (!(minutes >= LEAST_MINUTES && minutes <= MOST_MINUTES)) {
      throw new CommandException(
          String.format(
              Locale.ROOT, "--minutes %s (%s to %.0f)", minutes, LEAST_MINUTES, MOST_MINUTES));
    }
    LoadOptions.require("--sample", sample, 1, 3600);
    LoadOptions.require("--quiet", quiet, 1, 3600);
    LoadOptions.require("--guests", guests, 0, MOST);
    LoadOptions.require("--stutterers", stutterers, 0, MOST);
    if (pages != null
        && (pages.getHost() == null || !String.valueOf(pages.getScheme()).startsWith("http"))) {
      throw new CommandException(
          "--pages %s (expected http://HOST or https://HOST)".formatted(pages));
    }
  }
}
