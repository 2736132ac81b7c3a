package alcove.acme;

import static java.nio.charset.StandardCharsets.UTF_8;

import alcove.files.DurableFiles;
import alcove.tls.HostCertificate;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder in which certificates, their keys, the account's key and what was tried are kept, all
 * of it for the owner alone. Blocks; used by one thread.
 */
final class HttpsFolder {
  private static final Logger LOG = LoggerFactory.getLogger(HttpsFolder.class);
  private static final String CERTIFICATE = ".pem";
  private static final String ACCOUNT = "account.key";
  private static final String STATE = "state.json";

  private final Vertx vertx;
  private final Path folder;

  private HttpsFolder(Vertx vertx, Path folder) {
    this.vertx = vertx;
    this.folder = folder;
  }

  static HttpsFolder open(Vertx vertx, Path folder) throws IOException {
    DurableFiles.ownFolder(folder);
    return new HttpsFolder(vertx, folder);
  }

  /** A new key for a certificate or an account: P-256. */
  static KeyPair newKey() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  /** The kept certificate of a host; one that cannot be used is as none. */
  Optional<HostCertificate> certificate(String host) {
    try {
      var text = Buffer.buffer(Files.readAllBytes(file(host)));
      return Optional.of(HostCertificate.parse(vertx, text, text));
    } catch (IOException none) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      LOG.warn("{} cannot be used: {}", file(host), e.getMessage());
      return Optional.empty();
    }
  }

  /** What a text in PEM holds, of a certificate and its key; one that cannot be used is as none. */
  Optional<HostCertificate> read(Buffer pem) {
    try {
      return Optional.of(HostCertificate.parse(vertx, pem, pem));
    } catch (GeneralSecurityException e) {
      LOG.warn("what another node told of a certificate cannot be used: {}", e.getMessage());
      return Optional.empty();
    }
  }

  void keep(String host, HostCertificate certificate) throws IOException, GeneralSecurityException {
    DurableFiles.write(file(host), certificate.pem());
  }

  void delete(String host) throws IOException {
    Files.deleteIfExists(file(host));
  }

  /** The hosts of which there is a certificate. */
  List<String> hosts() throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(CERTIFICATE))
          .map(name -> name.substring(0, name.length() - CERTIFICATE.length()))
          .sorted()
          .toList();
    }
  }

  private Path file(String host) {
    return folder.resolve(host + CERTIFICATE);
  }

  /** The account's key, which is made when there is none. */
  KeyPair accountKey() throws IOException, GeneralSecurityException {
    var file = folder.resolve(ACCOUNT);
    if (Files.exists(file)) {
      return readKey(file);
    }
    var key = newKey();
    var text = new StringWriter();
    try (var pem = new PemWriter(text)) {
      pem.writeObject(new PemObject("PRIVATE KEY", key.getPrivate().getEncoded()));
      pem.writeObject(new PemObject("PUBLIC KEY", key.getPublic().getEncoded()));
    }
    DurableFiles.write(file, text.toString().getBytes(UTF_8));
    return key;
  }

  private static KeyPair readKey(Path file) throws IOException, GeneralSecurityException {
    try (var pem = new PemReader(Files.newBufferedReader(file))) {
      @Nullable PemObject secret = pem.readPemObject();
      @Nullable PemObject open = pem.readPemObject();
      if (secret == null || open == null) {
        throw new GeneralSecurityException(file + " is no key of an account");
      }
      var keys = KeyFactory.getInstance("EC");
      return new KeyPair(
          keys.generatePublic(new X509EncodedKeySpec(open.getContent())),
          keys.generatePrivate(new PKCS8EncodedKeySpec(secret.getContent())));
    }
  }

  /** What was kept of the past; empty if nothing can be read of it. */
  JsonObject state() {
    try {
      return new JsonObject(Files.readString(folder.resolve(STATE)));
    } catch (IOException none) {
      return new JsonObject();
    } catch (DecodeException e) {
      LOG.warn("{} cannot be read, and is begun anew", folder.resolve(STATE));
      return new JsonObject();
    }
  }

  void keepState(JsonObject state) throws IOException {
    DurableFiles.write(folder.resolve(STATE), state.encodePrettily().getBytes(UTF_8));
  }
}
