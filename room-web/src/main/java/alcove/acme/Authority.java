package alcove.acme;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The authority that certificates come from, and how it is to know us.
 *
 * @param directory where all its addresses stand
 * @param contact an address for mail, if it is to have one
 * @param binding the account there that ours belongs to, where it asks for one
 * @param trusted certificates in PEM by which its own are trusted, instead of those of this machine
 */
public record Authority(
    URI directory, Optional<String> contact, Optional<Binding> binding, Optional<Path> trusted) {
  /** Let's Encrypt. */
  public static final String USUAL = "https://acme-v02.api.letsencrypt.org/directory";

  /**
   * An account at the authority that was made by other means.
   *
   * @param keyId its name there
   * @param key a secret, in Base64 for URLs
   */
  public record Binding(String keyId, String key) {
    @Override
    public String toString() {
      return keyId + ", [secret]";
    }
  }
}
