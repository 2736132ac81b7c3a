package alcove.app;

import alcove.ops.terminal.CommandException;
import alcove.ops.terminal.FailureText;
import alcove.tls.HostCertificate;
import alcove.tls.ServerKeys;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate in two files that another program keeps fresh, read again when they have changed.
 * New connections get the new one; those that are open stay. A faulty one is not taken: the one
 * before goes on, and the log says why. Thread-safe.
 */
final class Certificate {
  static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(Certificate.class);

  private final Vertx vertx;
  private final RoomConfig.Tls files;
  private final ServerKeys keys = new ServerKeys();
  private volatile Pem latest;

  /** What the two files hold. */
  private record Pem(Buffer chain, Buffer key) {}

  private Certificate(Vertx vertx, RoomConfig.Tls files, Pem pem) {
    this.vertx = vertx;
    this.files = files;
    this.latest = pem;
  }

  /** Reads the files. Blocks. */
  static Certificate load(Vertx vertx, RoomConfig.Tls files) throws CommandException {
    try {
      var certificate = new Certificate(vertx, files, read(files));
      certificate.take();
      return certificate;
    } catch (CommandException e) {
      throw new CommandException(
          "%s, %s: %s"
              .formatted(Setting.TLS_CERT.flag(), Setting.TLS_KEY.flag(), FailureText.of(e)),
          e);
    }
  }

  /** What handshakes choose from. */
  ServerKeys keys() {
    return keys;
  }

  /** Looks at the files once a minute. */
  void watch() {
    vertx.setPeriodic(BETWEEN_LOOKS.toMillis(), timer -> renew());
  }

  /** Looks at the files now; whether there was a new certificate, and it was taken. */
  Future<Boolean> renew() {
    return vertx
        .executeBlocking(this::readAgain)
        .map(Boolean.TRUE::equals)
        .onFailure(e -> LOG.warn("the certificate stays the one before: {}", FailureText.of(e)))
        .otherwise(false);
  }

  /** Says of each state of the files only once that it is faulty. */
  private boolean readAgain() throws CommandException {
    var pem = read(files);
    if (pem.equals(latest)) {
      return false;
    }
    latest = pem;
    take();
    LOG.info("the certificate has been renewed");
    return true;
  }

  private void take() throws CommandException {
    try {
      keys.putMain(HostCertificate.parse(vertx, latest.chain(), latest.key()));
    } catch (GeneralSecurityException e) {
      throw new CommandException(FailureText.of(e), e);
    }
  }

  private static Pem read(RoomConfig.Tls files) throws CommandException {
    try {
      return new Pem(
          Buffer.buffer(Files.readAllBytes(files.certificate())),
          Buffer.buffer(Files.readAllBytes(files.key())));
    } catch (IOException e) {
      throw new CommandException("cannot be read: " + FailureText.of(e), e);
    }
  }
}
