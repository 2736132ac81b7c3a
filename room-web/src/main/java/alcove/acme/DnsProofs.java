package alcove.acme;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Dns01Challenge;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The proofs of DNS-01, which a program of the operator's writes into the DNS: {@code PROGRAM
 * present|cleanup NAME VALUE}, without a shell. It ends when the record is there. Used by one
 * thread.
 */
final class DnsProofs implements Proofs {
  private static final Logger LOG = LoggerFactory.getLogger(DnsProofs.class);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int LONGEST_LINE = 200;
  private static final int MOST_READ = 4096;

  private final Path program;
  private final List<Entry> present = new ArrayList<>();

  private record Entry(String name, String value) {}

  DnsProofs(Path program) {
    this.program = program;
  }

  @Override
  public Challenge present(Authorization authorization)
      throws GeneralSecurityException, InterruptedException {
    var challenge =
        authorization
            .findChallenge(Dns01Challenge.class)
            .orElseThrow(() -> new GeneralSecurityException("the authority has no DNS-01"));
    var root = challenge.getRRName(authorization.getIdentifier());
    var entry = new Entry(root.substring(0, root.length() - 1), challenge.getDigest());
    present.add(entry);
    run("present", entry);
    return challenge;
  }

  @Override
  public void cleanUp() {
    for (var entry : present) {
      try {
        run("cleanup", entry);
      } catch (GeneralSecurityException e) {
        LOG.warn("a record of {} may still be in the DNS: {}", entry.name(), e.getMessage());
      } catch (InterruptedException closed) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    present.clear();
  }

  private void run(String action, Entry entry)
      throws GeneralSecurityException, InterruptedException {
    var builder =
        new ProcessBuilder(program.toString(), action, entry.name(), entry.value())
            .redirectErrorStream(true);
    // What the room knows by its own variables, passwords among it, is not for another program.
    builder.environment().keySet().removeIf(name -> name.startsWith("ALCOVE_"));
    try {
      var process = builder.start();
      try {
        process.getOutputStream().close();
        await(process);
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.getInputStream().close();
      }
    } catch (IOException e) {
      throw new GeneralSecurityException("the DNS hook cannot be run: " + e.getMessage(), e);
    }
  }

  private static void await(Process process) throws GeneralSecurityException, InterruptedException {
    var said = new FutureTask<>(() -> firstLine(process.getInputStream()));
    Thread.ofVirtual().name("dns-hook").start(said);
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new GeneralSecurityException(
          "the DNS hook has not ended after " + PATIENCE.toSeconds() + " seconds");
    }
    if (process.exitValue() != 0) {
      throw new GeneralSecurityException(
          "the DNS hook ended with %s%s".formatted(process.exitValue(), words(said)));
    }
  }

  /** What it said first, if that is there by now. */
  private static String words(FutureTask<String> said) throws InterruptedException {
    try {
      return ": " + said.get(1, TimeUnit.SECONDS);
    } catch (InterruptedException closed) {
      throw closed;
    } catch (Exception nothing) {
      return "";
    }
  }

  /** Reads all that it says, so that it does not wait for us, and keeps the first line. */
  private static String firstLine(InputStream output) throws IOException {
    var first = new String(output.readNBytes(MOST_READ), UTF_8).lines().findFirst().orElse("");
    output.transferTo(OutputStream.nullOutputStream());
    return first.length() <= LONGEST_LINE ? first : first.substring(0, LONGEST_LINE);
  }
}
