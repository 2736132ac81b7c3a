package alcove.app;

import alcove.address.WebOrigin;
import alcove.identity.HostAndPort;
import alcove.ops.terminal.FailureText;
import alcove.ops.terminal.Nearest;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final Path NOWHERE = Path.of("");
  private static final int LAST_BUT_ONE = 65_534;

  /** Addresses that stand for all of a machine. */
  private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

  private final Map<? extends Setting<?>, String> flags;
  private final Map<String, String> environment;
  private final Properties file = new Properties();
  private final Map<Setting<?>, String> texts = new HashMap<>();
  private final Set<Setting<?>> faulty = new HashSet<>();
  private final List<String> problems = new ArrayList<>();

  private ConfigReader(Map<? extends Setting<?>, String> flags, Map<String, String> environment) {
    this.flags = flags;
    this.environment = environment;
  }

  static RoomConfig read(Map<? extends Setting<?>, String> flags, Map<String, String> environment)
      throws ConfigException {
    return new ConfigReader(flags, environment).read();
  }

  private RoomConfig read() throws ConfigException {
    Variables.strangers(environment).forEach(log::warn);
    var data = data();
    if (!data.equals(NOWHERE)) {
      load(data.resolve(FILE));
    }
    Setting.all().stream().filter(each -> !each.equals(Setting.DATA)).forEach(this::check);
    choosePlainPort();
    var config = new RoomConfig(data, texts);
    requireSafeLinks(config);
    requireDifferentPorts(config);
    requireCertificateWithKey();
    requirePlaceOfNode(config);
    requireSharedDatabase(config);
    requireCluster(config, Setting.CLUSTER_LISTEN);
    requireCluster(config, Setting.CLUSTER_ADVERTISE);
    requirePortBehind(config, Setting.CLUSTER_LISTEN);
    requirePortBehind(config, Setting.CLUSTER_ADVERTISE);
    requireHttpsByItself(config);
    if (AlertSettings.ALL.stream().noneMatch(faulty::contains)) {
      problems.addAll(AlertSettings.problems(config));
    }
    if (BackupSettings.ALL.stream().noneMatch(faulty::contains)) {
      problems.addAll(BackupSettings.problems(config));
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return config;
  }

  /** {@link #NOWHERE}, and a problem more, if there is none that can be used. */
  private Path data() {
    if (given(Setting.DATA).isPresent()) {
      check(Setting.DATA);
      var chosen = Optional.ofNullable(texts.get(Setting.DATA));
      return Setting.DATA.value(chosen).orElse(NOWHERE);
    }
    var home = Home.directory(environment);
    if (home.isEmpty()) {
      problems.add(
          "this user has no home directory for the room's data (%s chooses another)"
              .formatted(Setting.DATA.flag()));
    }
    return home.map(each -> each.resolve(".alcove")).orElse(NOWHERE);
  }

  /** Keeps the text that was chosen, or there is a problem more. */
  private void check(Setting<?> setting) {
    var given = given(setting);
    if (given.isEmpty()) {
      return;
    }
    var shown = setting.hides(given.get().text()) ? "[not shown]" : given.get().text();
    if (given.get().read(setting.parser(), shown, problems).isPresent()) {
      texts.put(setting, given.get().text());
    } else {
      faulty.add(setting);
    }
  }

  private void requireSafeLinks(RoomConfig config) {
    if (faulty.contains(Setting.INSECURE_HTTP) || config.get(Setting.INSECURE_HTTP)) {
      return;
    }
    if (config.get(Setting.PUBLIC_URL).filter(url -> !url.secure()).isPresent()) {
      problems.add(
          "%s is not https: links that carry secrets would go over plain HTTP (%s allows it)"
              .formatted(Setting.PUBLIC_URL.flag(), Setting.INSECURE_HTTP.flag()));
    }
  }

  private void requireDifferentPorts(RoomConfig config) {
    requireTwoPorts(config, Setting.SSB_PORT, Setting.HTTP_PORT);
    if (config.httpsPort().isPresent()) {
      requireTwoPorts(config, Setting.SSB_PORT, Setting.HTTPS_PORT);
      requireTwoPorts(config, Setting.HTTP_PORT, Setting.HTTPS_PORT);
    }
  }

  private void requireTwoPorts(RoomConfig config, Setting<Integer> one, Setting<Integer> other) {
    int port = config.get(one);
    boolean known = !faulty.contains(one) && !faulty.contains(other);
    if (known && port != 0 && port == config.get(other)) {
      problems.add(
          "%s and %s are both %s (expected two ports)".formatted(one.flag(), other.flag(), port));
    }
  }

  private void requireCertificateWithKey() {
    if (given(Setting.TLS_CERT).isPresent() != given(Setting.TLS_KEY).isPresent()) {
      problems.add(
          "%s and %s go together (expected both, or none)"
              .formatted(Setting.TLS_CERT.flag(), Setting.TLS_KEY.flag()));
    }
  }

  /** Each node would tell the others the same, which leads each of them to itself. */
  private void requirePlaceOfNode(RoomConfig config) {
    if (faulty.contains(Setting.CLUSTER_LISTEN) || faulty.contains(Setting.CLUSTER_ADVERTISE)) {
      return;
    }
    Setting<Optional<HostAndPort>> told =
        config.get(Setting.CLUSTER_ADVERTISE).isPresent()
            ? Setting.CLUSTER_ADVERTISE
            : Setting.CLUSTER_LISTEN;
    config
        .get(told)
        .filter(place -> EVERYWHERE.contains(place.host()))
        .ifPresent(
            place ->
                problems.add(
                    "%s %s: other nodes cannot reach a node at all addresses (%s names one)"
                        .formatted(told.flag(), place, Setting.CLUSTER_ADVERTISE.flag())));
  }

  private void requireSharedDatabase(RoomConfig config) {
    if (faulty.contains(Setting.CLUSTER) || faulty.contains(Setting.JDBC_URL)) {
      return;
    }
    if (config.get(Setting.CLUSTER) && config.get(Setting.JDBC_URL).isEmpty()) {
      problems.add(
          "%s: nodes share a database on PostgreSQL (%s says where it is)"
              .formatted(Setting.CLUSTER.flag(), Setting.JDBC_URL.flag()));
    }
  }

  private void requireCluster(RoomConfig config, Setting<?> setting) {
    if (given(setting).isPresent()
        && !faulty.contains(Setting.CLUSTER)
        && !config.get(Setting.CLUSTER)) {
      problems.add(
          "%s is for one of several nodes (%s)".formatted(setting.flag(), Setting.CLUSTER.flag()));
    }
  }

  /** Tunnels of other nodes come at the port behind it. */
  private void requirePortBehind(RoomConfig config, Setting<Optional<HostAndPort>> setting) {
    if (!faulty.contains(setting)
        && config.get(setting).filter(place -> place.port() > LAST_BUT_ONE).isPresent()) {
      problems.add(
          "%s needs the port behind it as well (expected %s at most)"
              .formatted(setting.flag(), LAST_BUT_ONE));
    }
  }

  /** Where an authority looks, and whoever forgets the s. */
  private void choosePlainPort() {
    if (isAutomatic() && given(Setting.HTTP_PORT).isEmpty()) {
      texts.put(Setting.HTTP_PORT, Integer.toString(WebOrigin.HTTP_PORT));
    }
  }

  private boolean isAutomatic() {
    return new RoomConfig(NOWHERE, texts).isHttpsAutomatic();
  }

  private void requireHttpsByItself(RoomConfig config) {
    if (given(Setting.ACME_EAB_KEY).isPresent() != given(Setting.ACME_EAB_KEY_ID).isPresent()) {
      problems.add(
          "%s and %s go together (expected both, or none)"
              .formatted(Setting.ACME_EAB_KEY_ID.flag(), Setting.ACME_EAB_KEY.flag()));
    }
    if (!config.isHttpsAutomatic()) {
      return;
    }
    if (given(Setting.DOMAIN).isEmpty()) {
      problems.add(
          "%s auto: certificates are for a name (%s says which)"
              .formatted(Setting.HTTPS.flag(), Setting.DOMAIN.flag()));
    }
    if (given(Setting.TLS_CERT).isPresent()) {
      problems.add(
          "%s auto and %s: expected one of them"
              .formatted(Setting.HTTPS.flag(), Setting.TLS_CERT.flag()));
    }
  }

  private Optional<RawSetting> given(Setting<?> setting) {
    return RawSetting.of(flags.get(setting), setting.flag())
        .or(() -> RawSetting.of(environment.get(setting.variable()), setting.variable()))
        .or(
            () ->
                RawSetting.of(
                    file.getProperty(setting.property()), setting.property() + " in " + FILE));
  }

  private void load(Path path) {
    if (!Files.exists(path)) {
      return;
    }
    try {
      var text = Files.readString(path);
      // some editors begin a file of UTF-8 with a mark that is no part of the first name
      file.load(new StringReader(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text));
    } catch (CharacterCodingException e) {
      problems.add("%s is not in UTF-8: save it in that encoding".formatted(path));
    } catch (IOException | IllegalArgumentException e) {
      problems.add("%s cannot be read: %s".formatted(path, FailureText.of(e)));
    }
    var known = Setting.all().stream().map(Setting::property).toList();
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

  /**
   * A setting's text as somebody wrote it.
   *
   * @param origin where, in words that lead the reader there
   */
  private record RawSetting(String text, String origin) {
    static Optional<RawSetting> of(@Nullable String text, String origin) {
      return Optional.ofNullable(text)
          .map(String::strip)
          .filter(stripped -> !stripped.isEmpty())
          .map(stripped -> new RawSetting(stripped, origin));
    }

    /** The value, or nothing and one more problem, which shows {@code shown} for the text. */
    <T> Optional<T> read(ValueParser<T> parser, String shown, List<String> problems) {
      var value = parser.read(text);
      if (value.isEmpty()) {
        problems.add(
            "%s: %s (expected %s)%s"
                .formatted(
                    origin, shown, parser.description(), Nearest.hint(text, parser.choices())));
      }
      return value;
    }
  }
}
