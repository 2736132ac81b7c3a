package alcove.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that the room has now, of which each handshake chooses one: that of the host
 * that was called, else the main one. Without any, handshakes fail: nobody is to get used to a
 * certificate that proves nothing. An authority that wants a proof gets that and nothing else.
 * Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8737">RFC 8737, TLS-ALPN-01</a>
 */
public final class ServerKeys extends X509ExtendedKeyManager {
  private static final String MAIN = "";
  private static final String PROOF = "proof of ";
  private static final String SEPARATOR = "#";

  private static final Proofs NO_PROOFS =
      new Proofs() {
        @Override
        public boolean any() {
          return false;
        }

        @Override
        public List<HostCertificate> of(String host) {
          return List.of();
        }
      };

  private final Map<String, Place> places = new ConcurrentHashMap<>();
  private volatile Proofs proofs = NO_PROOFS;
  private volatile Consumer<String> caller = host -> {};

  /** Certificates that prove hosts to an authority. Thread-safe; asked on event loops. */
  public interface Proofs {
    /** Whether there are any now. */
    boolean any();

    /** Those of a host now, the one to show first. */
    List<HostCertificate> of(String host);
  }

  /** A certificate, and the one before it, by which handshakes may go on that have begun. */
  private record Place(HostCertificate now, @Nullable HostCertificate before) {}

  /** Has a listener told, on an event loop, each host that is called in a handshake. */
  public void onCall(Consumer<String> listener) {
    caller = listener;
  }

  /** The main certificate, if there is one. */
  public Optional<HostCertificate> main() {
    return find(MAIN);
  }

  /** That of a host of its own, if it has one. */
  public Optional<HostCertificate> of(String host) {
    return find(host);
  }

  private Optional<HostCertificate> find(String place) {
    return Optional.ofNullable(places.get(place)).map(Place::now);
  }

  /** Shows {@code certificate} from now on to whoever calls no host that has one of its own. */
  public void putMain(HostCertificate certificate) {
    put(MAIN, certificate);
  }

  /** Shows {@code certificate} from now on to whoever calls {@code host}. */
  public void put(String host, HostCertificate certificate) {
    places.merge(
        host, new Place(certificate, null), (old, next) -> new Place(next.now(), old.now()));
  }

  /** How many hosts have one of their own. */
  public int hosts() {
    return ofHosts().size();
  }

  /** Those of hosts that have one of their own, by host. */
  public Map<String, HostCertificate> ofHosts() {
    return places.entrySet().stream()
        .filter(each -> !each.getKey().equals(MAIN))
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().now()));
  }

  /** Has none any more for a host. */
  public void remove(String host) {
    places.remove(host);
  }

  /** Shows these to an authority that asks for proofs. */
  public void proveBy(Proofs shown) {
    proofs = shown;
  }

  /** Whether an authority may ask for a proof now. */
  boolean proves() {
    return proofs.any();
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    @Nullable String host = calledHost(engine);
    if (TlsEngine.PROOF_PROTOCOL.equals(engine.getHandshakeApplicationProtocol())) {
      return host == null
          ? null
          : alias(PROOF + host, proofs.of(host).stream().findFirst(), keyType);
    }
    if (host != null) {
      caller.accept(host);
    }
    String place = host != null && places.containsKey(host) ? host : MAIN;
    return alias(place, find(place), keyType);
  }

  private static @Nullable String calledHost(SSLEngine engine) {
    if (engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
      for (var name : session.getRequestedServerNames()) {
        if (name instanceof SNIHostName host) {
          return host.getAsciiName().toLowerCase(Locale.ROOT);
        }
      }
    }
    return null;
  }

  /** Its place with its number: another one may stand there before it is asked for. */
  private static @Nullable String alias(
      String place, Optional<HostCertificate> certificate, String keyType) {
    return certificate
        .filter(each -> each.key().getAlgorithm().equals(keyType))
        .map(each -> place + SEPARATOR + each.leaf().getSerialNumber())
        .orElse(null);
  }

  private @Nullable HostCertificate byAlias(String alias) {
    int end = alias.lastIndexOf(SEPARATOR);
    var name = alias.substring(0, end);
    var number = alias.substring(end + 1);
    if (name.startsWith(PROOF)) {
      return proofs.of(name.substring(PROOF.length())).stream()
          .filter(each -> isNumbered(each, number))
          .findFirst()
          .orElse(null);
    }
    var place = places.get(name);
    if (place == null) {
      return null;
    }
    return isNumbered(place.now(), number) ? place.now() : place.before();
  }

  private static boolean isNumbered(HostCertificate certificate, String number) {
    return certificate.leaf().getSerialNumber().toString().equals(number);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    var certificate = byAlias(alias);
    return certificate == null ? null : certificate.chain();
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    var certificate = byAlias(alias);
    return certificate == null ? null : certificate.key();
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }
}
