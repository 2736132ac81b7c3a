package alcove.app;

import alcove.crypto.CryptoChoice;
import alcove.identity.AppKey;
import alcove.room.TrustedProxies;
import alcove.store.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Puts a {@link RoomConfig} together: a flag beats the environment, the environment beats {@code
 * alcove.properties} in the data directory, and that beats the default. An empty value counts as
 * not given.
 *
 * <p>Goes on after a problem, so that a person sees all of them at once. For one use, by one
 * thread.
 */
final class ConfigReader {
  static final String FILE = "alcove.properties";

  private static final Logger log = LoggerFactory.getLogger(ConfigReader.class);

  private static final Path NOWHERE = Path.of("");

  private final Map<Setting, String> flags;
  private final Map<String, String> environment;
  private final Properties file = new Properties();
  private final List<String> problems = new ArrayList<>();

  private ConfigReader(Map<Setting, String> flags, Map<String, String> environment) {
    this.flags = flags;
    this.environment = environment;
  }

  static RoomConfig read(Map<Setting, String> flags, Map<String, String> environment)
      throws ConfigException {
    return new ConfigReader(flags, environment).read();
  }

  private RoomConfig read() throws ConfigException {
    Variables.strangers(environment).forEach(log::warn);
    var data = data();
    if (!data.equals(NOWHERE)) {
      load(data.resolve(FILE));
    }
    var reach = reach();
    var config =
        new RoomConfig(
            data,
            optional(Setting.NAME, Expected.name()),
            optional(Setting.PRIVACY_MODE, Expected.privacyMode()),
            optional(Setting.ADMIN, Expected.feedId()),
            network(),
            reach,
            value(Setting.JDBC_URL, Expected.jdbcUrl(), DatabaseUrl.in(data)),
            value(Setting.APP_KEY, Expected.appKey(), AppKey.MAIN),
            value(Setting.CRYPTO, Expected.oneOf(CryptoChoice.class), CryptoChoice.AUTO),
            limits(),
            metrics(),
            value(Setting.LOG_LEVEL, Expected.oneOf(Level.class), Level.INFO));
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return config;
  }

  /** {@link #NOWHERE}, and a problem more, if there is none that can be used. */
  private Path data() {
    var given = given(Setting.DATA);
    if (given.isPresent()) {
      return optional(Setting.DATA, Expected.path()).orElse(NOWHERE);
    }
    var home = Home.directory(environment);
    if (home.isEmpty()) {
      problems.add(
          "this user has no home directory for the room's data (%s chooses another)"
              .formatted(Setting.DATA.flag()));
    }
    return home.map(each -> each.resolve(".alcove")).orElse(NOWHERE);
  }

  private RoomConfig.Reach reach() {
    var reach =
        new RoomConfig.Reach(
            optional(Setting.DOMAIN, Expected.hostName()),
            optional(Setting.PUBLIC_URL, Expected.webOrigin()),
            optional(Setting.ADVERTISE, Expected.hostAndPort()),
            optional(Setting.ADVERTISE_WS, Expected.hostAndPort()),
            value(Setting.INSECURE_HTTP, Expected.yesOrNo(), true));
    if (!reach.insecureHttp() && reach.publicUrl().filter(url -> !url.secure()).isPresent()) {
      problems.add(
          "%s is not https: links that carry secrets would go over plain HTTP (%s allows it)"
              .formatted(Setting.PUBLIC_URL.flag(), Setting.INSECURE_HTTP.flag()));
    }
    return reach;
  }

  private RoomConfig.Network network() {
    var listen = value(Setting.LISTEN, Expected.listenAddress(), RoomConfig.Network.EVERYWHERE);
    int ssbPort = value(Setting.SSB_PORT, Expected.port(), 0);
    int httpPort = value(Setting.HTTP_PORT, Expected.port(), 0);
    var tls = tls();
    requireTwoPorts(Setting.SSB_PORT, ssbPort, Setting.HTTP_PORT, httpPort);
    tls.ifPresent(
        https -> {
          requireTwoPorts(Setting.SSB_PORT, ssbPort, Setting.HTTPS_PORT, https.port());
          requireTwoPorts(Setting.HTTP_PORT, httpPort, Setting.HTTPS_PORT, https.port());
        });
    return new RoomConfig.Network(
        listen,
        ssbPort,
        httpPort,
        value(Setting.TRUSTED_PROXY, Expected.trustedProxies(), new TrustedProxies(List.of())),
        value(Setting.PROXY_PROTOCOL, Expected.yesOrNo(), false),
        tls);
  }

  private void requireTwoPorts(Setting one, int port, Setting other, int otherPort) {
    if (port == otherPort && port != 0) {
      problems.add(
          "%s and %s are both %s (expected two ports)".formatted(one.flag(), other.flag(), port));
    }
  }

  private Optional<RoomConfig.Tls> tls() {
    var certificate = optional(Setting.TLS_CERT, Expected.file());
    var key = optional(Setting.TLS_KEY, Expected.file());
    int port = value(Setting.HTTPS_PORT, Expected.port(), 0);
    if (given(Setting.TLS_CERT).isPresent() != given(Setting.TLS_KEY).isPresent()) {
      problems.add(
          "%s and %s go together (expected both, or none)"
              .formatted(Setting.TLS_CERT.flag(), Setting.TLS_KEY.flag()));
    }
    return certificate.flatMap(chain -> key.map(secret -> new RoomConfig.Tls(chain, secret, port)));
  }

  private Optional<RoomConfig.Metrics> metrics() {
    var listen =
        value(Setting.METRICS_LISTEN, Expected.listenAddress(), RoomConfig.Network.EVERYWHERE);
    return optional(Setting.METRICS_PORT, Expected.port())
        .map(port -> new RoomConfig.Metrics(listen, port));
  }

  private RoomConfig.Limits limits() {
    return new RoomConfig.Limits(
        value(Setting.MAX_CONNECTIONS, Expected.count(), 1),
        value(Setting.MAX_CONNECTIONS_PER_ADDRESS, Expected.count(), 1),
        value(Setting.MAX_PENDING_HANDSHAKES, Expected.count(), 1),
        value(Setting.MAX_TUNNELS_PER_PEER, Expected.count(), 1),
        value(Setting.MAX_PENDING_TUNNELS, Expected.count(), 1),
        value(Setting.MAX_NEW_TUNNELS_PER_SECOND, Expected.count(), 1),
        value(Setting.MAX_TUNNEL_BURST, Expected.count(), 1));
  }

  private <T> T value(Setting setting, Expected<T> expected, T otherwise) {
    return optional(setting, expected).orElse(otherwise);
  }

  /** Nothing when the setting is not given, or is given badly: then there is a problem more. */
  private <T> Optional<T> optional(Setting setting, Expected<T> expected) {
    return given(setting)
        .flatMap(
            given -> {
              var shown = setting == Setting.JDBC_URL ? "[not shown]" : given.text();
              return given.read(expected, shown, problems);
            });
  }

  private Optional<Given> given(Setting setting) {
    return Given.of(flags.get(setting), setting.flag())
        .or(() -> Given.of(environment.get(setting.variable()), setting.variable()))
        .or(
            () ->
                Given.of(file.getProperty(setting.property()), setting.property() + " in " + FILE))
        .or(() -> Given.of(setting.fallback(), setting.flag()));
  }

  private void load(Path path) {
    if (!Files.exists(path)) {
      return;
    }
    try (var reader = Files.newBufferedReader(path)) {
      file.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      problems.add("%s cannot be read: %s".formatted(path, Reasons.of(e)));
    }
    var known = Arrays.stream(Setting.values()).map(Setting::property).toList();
    var strangers = new TreeSet<>(file.stringPropertyNames());
    known.forEach(strangers::remove);
    strangers.forEach(
        name ->
            problems.add(
                "%s in %s is not a setting%s".formatted(name, path, Nearest.hint(name, known))));
    if (file.containsKey(Setting.DATA.property())) {
      problems.add(
          "data in %s: the file lies in the data directory and cannot choose it".formatted(path));
    }
  }
}
