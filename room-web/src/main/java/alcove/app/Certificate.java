package alcove.app;

import alcove.ops.terminal.CommandException;
import alcove.ops.terminal.FailureText;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate with which the room speaks TLS itself, read again when its files have changed.
 * New connections get the new one; those that are open stay. A faulty one is not taken: the one
 * before goes on, and the log says why. Thread-safe.
 */
final class Certificate {
  static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(Certificate.class);
  private static final byte[] TRIAL = {1, 2, 3, 4, 5, 6, 7, 8};

  private final Vertx vertx;
  private final RoomConfig.Tls files;
  private final Queue<HttpServer> servers = new ConcurrentLinkedQueue<>();
  private volatile Pem latest;
  private volatile ServerSSLOptions now;

  /** What the two files hold. */
  private record Pem(Buffer chain, Buffer key) {}

  private Certificate(Vertx vertx, RoomConfig.Tls files, Pem pem, ServerSSLOptions now) {
    this.vertx = vertx;
    this.files = files;
    this.latest = pem;
    this.now = now;
  }

  /** Reads the files. Blocks. */
  static Certificate load(Vertx vertx, RoomConfig.Tls files) throws CommandException {
    try {
      var pem = read(files);
      return new Certificate(vertx, files, pem, options(vertx, pem));
    } catch (CommandException e) {
      throw new CommandException(
          "%s, %s: %s"
              .formatted(Setting.TLS_CERT.flag(), Setting.TLS_KEY.flag(), FailureText.of(e)),
          e);
    }
  }

  /** As it is now. */
  ServerSSLOptions now() {
    return now;
  }

  /** Takes in a server that is to have it from now on. */
  void serve(HttpServer server) {
    servers.add(server);
  }

  /** Looks at the files once a minute. */
  void watch() {
    vertx.setPeriodic(BETWEEN_LOOKS.toMillis(), timer -> renew());
  }

  /** Looks at the files now; whether there was a new certificate, and it was taken. */
  Future<Boolean> renew() {
    return vertx
        .executeBlocking(this::readAgain)
        .compose(
            changed -> Boolean.TRUE.equals(changed) ? handOut() : Future.succeededFuture(false))
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
    now = options(vertx, pem);
    return true;
  }

  private Future<Boolean> handOut() {
    var updates = servers.stream().map(server -> server.updateSSLOptions(now.copy())).toList();
    return Future.all(updates)
        .map(true)
        .onSuccess(done -> LOG.info("the certificate has been renewed"));
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

  private static ServerSSLOptions options(Vertx vertx, Pem pem) throws CommandException {
    var pair = new PemKeyCertOptions().addCertValue(pem.chain()).addKeyValue(pem.key());
    try {
      requirePair(pair.getKeyManagerFactory(vertx));
    } catch (CommandException e) {
      throw e;
    } catch (Exception e) {
      throw new CommandException("no certificate and key in PEM: " + FailureText.of(e), e);
    }
    var options = new ServerSSLOptions();
    options.setKeyCertOptions(pair);
    return options;
  }

  /** While a program renews the two files, one may be newer than the other. */
  private static void requirePair(KeyManagerFactory factory)
      throws GeneralSecurityException, CommandException {
    for (var manager : factory.getKeyManagers()) {
      for (var type : List.of("RSA", "EC")) {
        var keys = (X509KeyManager) manager;
        var aliases = keys.getServerAliases(type, null);
        if (aliases != null && aliases.length > 0) {
          requirePair(keys.getCertificateChain(aliases[0])[0], keys.getPrivateKey(aliases[0]));
          return;
        }
      }
    }
    throw new CommandException("the key is neither RSA nor EC");
  }

  private static void requirePair(X509Certificate certificate, PrivateKey key)
      throws GeneralSecurityException, CommandException {
    var algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    var signing = Signature.getInstance(algorithm);
    signing.initSign(key);
    signing.update(TRIAL);
    var signature = signing.sign();
    var verifying = Signature.getInstance(algorithm);
    verifying.initVerify(certificate.getPublicKey());
    verifying.update(TRIAL);
    if (!isRight(verifying, signature)) {
      throw new CommandException("the key is that of another certificate");
    }
  }

  /** A signature of another length is a wrong one as well. */
  private static boolean isRight(Signature verifying, byte[] signature) {
    try {
      return verifying.verify(signature);
    } catch (SignatureException wrong) {
      return false;
    }
  }
}
