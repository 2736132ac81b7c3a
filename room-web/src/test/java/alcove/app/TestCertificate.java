package alcove.app;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/** A certificate that vouches for itself, and its key, made by the JDK's own tool. */
public record TestCertificate(X509Certificate certificate, Key key) {
  private static final String PASSWORD = "password";
  private static final String ALIAS = "room";

  /** One for {@code names}, as keytool writes them, from {@code begins} for so many days. */
  public static TestCertificate create(Path folder, String names, String begins, int days)
      throws Exception {
    Path store = Files.createTempDirectory(folder, "keys").resolve("store");
    Process tool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                ALIAS,
                "-dname",
                "CN=test",
                "-ext",
                "san=" + names,
                "-startdate",
                begins,
                "-validity",
                Integer.toString(days),
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    if (!tool.waitFor(60, TimeUnit.SECONDS) || tool.exitValue() != 0) {
      throw new AssertionError(Files.readString(folder.resolve("keytool.log")));
    }
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    return new TestCertificate(
        (X509Certificate) keys.getCertificate(ALIAS), keys.getKey(ALIAS, PASSWORD.toCharArray()));
  }

  /** Writes both in PEM. */
  public void write(Path chain, Path secret) throws Exception {
    Files.writeString(chain, pem("CERTIFICATE", certificate.getEncoded()));
    Files.writeString(secret, pem("PRIVATE KEY", key.getEncoded()));
  }

  private static String pem(String what, byte[] bytes) {
    String body = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, body, what);
  }
}
