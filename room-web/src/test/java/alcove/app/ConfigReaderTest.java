package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import alcove.address.TrustedProxies;
import alcove.address.WebOrigin;
import alcove.crypto.CryptoChoice;
import alcove.identity.AppKey;
import alcove.identity.FeedId;
import alcove.identity.HostAndPort;
import alcove.room.model.RoomSettings;
import alcove.room.policy.PrivacyMode;
import alcove.store.Database;
import alcove.store.DatabaseUrl;
import alcove.tunnel.net.ConnectionLimiter;
import alcove.tunnel.splice.Tunnels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;

final class ConfigReaderTest {
  private static final String OTHER_KEY = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

  private static final String SOMEBODY = "@" + OTHER_KEY + ".ed25519";

  @TempDir private Path data;

  @Test
  void read_nothingGiven_takesTheDefaults() throws Exception {
    var config = ConfigReader.read(Map.of(), Map.of("ALCOVE_DATA", data.toString()));

    assertThat(config.ofANewRoom())
        .isEqualTo(RoomSettings.ofANewRoom(PrivacyMode.COMMUNITY, "Alcove"));
    assertThat(config.data()).isEqualTo(data);
    assertThat(List.of(Setting.NAME, Setting.DOMAIN)).allMatch(each -> config.get(each).isEmpty());
    assertThat(config.get(Setting.PRIVACY_MODE)).isEmpty();
    assertThat(config.get(Setting.ADMIN)).isEmpty();
    assertThat(config.get(Setting.LISTEN)).isEqualTo("*");
    assertThat(config.get(Setting.HTTP_LISTEN)).isEmpty();
    assertThat(config.get(Setting.SSB_PORT)).isEqualTo(8008);
    assertThat(config.get(Setting.HTTP_PORT)).isEqualTo(3000);
    assertThat(config.get(Setting.TRUSTED_PROXY))
        .isEqualTo(TrustedProxies.parse("127.0.0.0/8,::1/128"));
    assertThat(config.get(Setting.PROXY_PROTOCOL)).isFalse();
    assertThat(config.tls()).isEmpty();
    assertThat(config.get(Setting.PUBLIC_URL)).isEmpty();
    assertThat(config.get(Setting.ADVERTISE)).isEmpty();
    assertThat(config.get(Setting.ADVERTISE_WS)).isEmpty();
    assertThat(config.get(Setting.INSECURE_HTTP)).isFalse();
    assertThat(config.database()).isEqualTo(DatabaseUrl.in(data));
    assertThat(config.get(Setting.APP_KEY)).isEqualTo(AppKey.MAIN);
    assertThat(config.get(Setting.CRYPTO)).isEqualTo(CryptoChoice.AUTO);
    assertThat(config.get(Setting.METRICS_PORT)).isEmpty();
    assertThat(config.get(Setting.LOG_LEVEL)).isEqualTo(Level.INFO);
    var limits = LimitSettings.chosen(config, config.get(LimitSettings.MAX_CONNECTIONS));
    assertThat(limits.connections())
        .isEqualTo(new ConnectionLimiter.Limits(4096, 10_000, 32, 4, 64));
    assertThat(limits.tunnels()).isEqualTo(new Tunnels.Quota(128, 128, 8, 5, 32));
  }

  @Test
  void all_settings_areTheConstants() throws Exception {
    var constants = new ArrayList<Object>();
    for (var type :
        List.of(Setting.class, LimitSettings.class, BackupSettings.class, AlertSettings.class)) {
      for (var field : type.getDeclaredFields()) {
        if (field.getType() == Setting.class) {
          constants.add(field.get(null));
        }
      }
    }

    assertThat(new ArrayList<Object>(Setting.all())).containsExactlyElementsOf(constants);
  }

  @Test
  void read_certificateAndKey_makeTheSiteHttpsAtThePortOfThat() throws Exception {
    var config =
        read(
            Map.of(Setting.TLS_CERT, "/c.pem", Setting.TLS_KEY, "/k.pem"),
            Map.of("ALCOVE_DOMAIN", "room.example", "ALCOVE_HTTPS_PORT", "8443"));

    assertThat(config.tls()).contains(new RoomConfig.Tls(Path.of("/c.pem"), Path.of("/k.pem")));
    var address = Addresses.of(config, OpenPorts.chosen(config), FeedId.parse(SOMEBODY));
    assertThat(address.landing()).isEqualTo("https://room.example:8443/");
    assertThat(address.webSocketAddress().toString()).startsWith("wss://room.example:8443~shs:");
  }

  @Test
  void read_certificateWithoutKey_isAProblem() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> read(Map.of(Setting.TLS_CERT, "/c.pem"), Map.of()))
        .matches(
            e ->
                e.problems()
                    .equals(
                        List.of("--tls-cert and --tls-key go together (expected both, or none)")));
  }

  @Test
  void read_noDataDirectoryGiven_isInTheHomeDirectory() throws Exception {
    assertThat(ConfigReader.read(Map.of(), Map.of()).data())
        .isEqualTo(Path.of(System.getProperty("user.home"), ".alcove"));
  }

  @Test
  void read_givenEverywhere_flagBeatsEnvironmentBeatsFile() throws Exception {
    write("ssb-port = 1\nhttp-port = 2\nname = from the file\n");
    var environment = Map.of("ALCOVE_SSB_PORT", "11", "ALCOVE_HTTP_PORT", "12");

    var config = read(Map.of(Setting.SSB_PORT, "21"), environment);

    assertThat(config.get(Setting.SSB_PORT)).isEqualTo(21);
    assertThat(config.get(Setting.HTTP_PORT)).isEqualTo(12);
    assertThat(config.get(Setting.NAME)).contains("from the file");
  }

  @Test
  void read_emptyValue_countsAsNotGiven() throws Exception {
    write("domain = room.example\n");

    assertThat(read(Map.of(), Map.of("ALCOVE_DOMAIN", " ")).get(Setting.DOMAIN))
        .contains("room.example");
  }

  @Test
  void read_everySetting_arrives() throws Exception {
    var config =
        read(
            Map.ofEntries(
                Map.entry(Setting.DOMAIN, "Room.Example"),
                Map.entry(Setting.PUBLIC_URL, "https://www.Room.Example:8443/"),
                Map.entry(Setting.ADVERTISE, "peers.example:18008"),
                Map.entry(Setting.ADVERTISE_WS, "[2001:db8::1]:443"),
                Map.entry(Setting.INSECURE_HTTP, "yes"),
                Map.entry(Setting.TRUSTED_PROXY, "172.18.0.0/16, fd00::/8"),
                Map.entry(Setting.PROXY_PROTOCOL, "TRUE"),
                Map.entry(Setting.PRIVACY_MODE, "restricted"),
                Map.entry(Setting.ADMIN, SOMEBODY),
                Map.entry(Setting.JDBC_URL, "jdbc:postgresql://localhost/alcove"),
                Map.entry(Setting.LISTEN, "::1"),
                Map.entry(Setting.HTTP_LISTEN, "::1"),
                Map.entry(Setting.METRICS_PORT, "9100"),
                Map.entry(Setting.METRICS_LISTEN, "10.0.0.1"),
                Map.entry(Setting.CRYPTO, "java"),
                Map.entry(Setting.APP_KEY, OTHER_KEY),
                Map.entry(Setting.LOG_LEVEL, "debug"),
                Map.entry(LimitSettings.EVENT_LOOPS, "3"),
                Map.entry(LimitSettings.MAX_TUNNEL_BURST, "7")),
            Map.of());

    assertThat(config.get(Setting.LISTEN)).isEqualTo("0:0:0:0:0:0:0:1");
    assertThat(config.get(Setting.HTTP_LISTEN)).contains("0:0:0:0:0:0:0:1");
    assertThat(config.get(Setting.SSB_PORT)).isEqualTo(8008);
    assertThat(config.get(Setting.HTTP_PORT)).isEqualTo(3000);
    assertThat(config.get(Setting.TRUSTED_PROXY))
        .isEqualTo(TrustedProxies.parse("172.18.0.0/16,fd00::/8"));
    assertThat(config.get(Setting.PROXY_PROTOCOL)).isTrue();
    assertThat(config.tls()).isEmpty();
    assertThat(config.get(Setting.DOMAIN)).contains("room.example");
    assertThat(config.get(Setting.PUBLIC_URL))
        .contains(WebOrigin.parse("https://www.room.example:8443"));
    assertThat(config.get(Setting.ADVERTISE)).contains(new HostAndPort("peers.example", 18008));
    assertThat(config.get(Setting.ADVERTISE_WS))
        .contains(new HostAndPort("2001:db8:0:0:0:0:0:1", 443));
    assertThat(config.get(Setting.INSECURE_HTTP)).isTrue();
    assertThat(config.ofANewRoom())
        .isEqualTo(RoomSettings.ofANewRoom(PrivacyMode.RESTRICTED, "room.example"));
    assertThat(config.get(Setting.ADMIN)).contains(FeedId.parse(SOMEBODY));
    assertThat(config.get(Setting.METRICS_PORT)).contains(9100);
    assertThat(config.get(Setting.METRICS_LISTEN)).isEqualTo("10.0.0.1");
    assertThat(config.database())
        .isEqualTo(new DatabaseUrl.PostgreSql("jdbc:postgresql://localhost/alcove"));
    assertThat(config.get(Setting.CRYPTO)).isEqualTo(CryptoChoice.JAVA);
    assertThat(config.get(Setting.APP_KEY)).isEqualTo(AppKey.parse(OTHER_KEY));
    assertThat(config.get(Setting.LOG_LEVEL)).isEqualTo(Level.DEBUG);
    assertThat(config.get(LimitSettings.EVENT_LOOPS)).isEqualTo(3);
    assertThat(config.get(LimitSettings.MAX_TUNNEL_BURST)).isEqualTo(7);
  }

  @Test
  void read_manyProblems_tellsAllWithTheirOrigin() throws Exception {
    write("http-port = -1\n");

    assertThat(
            problems(
                Map.of(Setting.SSB_PORT, "99999", Setting.DOMAIN, "https://room.example"),
                Map.of("ALCOVE_LISTEN", "here", "ALCOVE_CRYPTO", "best")))
        .containsExactlyInAnyOrder(
            "--ssb-port: 99999 (expected a port, 0 to 65535)",
            "--domain: https://room.example (expected a host name such as room.example, without"
                + " scheme and port, in its xn-- form if need be)",
            "ALCOVE_LISTEN: here (expected *, localhost or an IP address)",
            "ALCOVE_CRYPTO: best (expected one of auto, native, java)",
            "http-port in alcove.properties: -1 (expected a port, 0 to 65535)");
  }

  @Test
  void read_backupsThatWouldBeNone_areTold() {
    assertThat(
            problems(
                Map.of(
                    BackupSettings.RECIPIENT_KEY,
                    "age1" + "q".repeat(58),
                    BackupSettings.COMMAND,
                    "/usr/local/bin/carry"),
                Map.of()))
        .containsExactlyInAnyOrder(
            "--backup-recipient needs --backup-folder", "--backup-command needs --backup-folder");
    var inside = data.resolve("backups");
    assertThat(
            problems(
                Map.of(
                    BackupSettings.FOLDER,
                    data.resolve("../" + data.getFileName() + "/backups").toString()),
                Map.of()))
        .containsExactly(
            "--backup-folder: %s is in the data directory, and would be lost with it"
                .formatted(inside));
  }

  @Test
  void read_addressesThatAreNone_areAllTold() {
    assertThat(
            problems(
                Map.of(
                    Setting.PUBLIC_URL, "https://room.example/path",
                    Setting.ADVERTISE, "room.example",
                    Setting.ADVERTISE_WS, "2001:db8::1:443",
                    Setting.TRUSTED_PROXY, "10.0.0.1/8",
                    Setting.ADMIN, "@someone"),
                Map.of("ALCOVE_DOMAIN", "203.0.113.7", "ALCOVE_PRIVACY_MODE", "closed")))
        .containsExactlyInAnyOrder(
            "ALCOVE_DOMAIN: 203.0.113.7 (expected a host name such as room.example, without scheme"
                + " and port, in its xn-- form if need be)",
            "ALCOVE_PRIVACY_MODE: closed (expected one of open, community, restricted)",
            "--public-url: https://room.example/path (expected a URL such as https://room.example,"
                + " without a path)",
            "--advertise: room.example (expected HOST:PORT, with an IPv6 address in brackets)",
            "--advertise-ws: 2001:db8::1:443 (expected HOST:PORT, with an IPv6 address in"
                + " brackets)",
            "--trusted-proxy: 10.0.0.1/8 (expected networks such as 10.0.0.0/8,fd00::/8, with no"
                + " bits set behind the prefix)",
            "--admin: @someone (expected an id such as @BASE64.ed25519)");
  }

  @Test
  void read_yesOrNo_isReadFromEverywhere() throws Exception {
    for (var yes : List.of("yes", "true", "True")) {
      assertThat(read(Map.of(), Map.of("ALCOVE_PROXY_PROTOCOL", yes)).get(Setting.PROXY_PROTOCOL))
          .isTrue();
    }
    write("proxy-protocol = true\n");
    assertThat(read(Map.of(), Map.of()).get(Setting.PROXY_PROTOCOL)).isTrue();
    for (var no : List.of("no", "false")) {
      assertThat(read(Map.of(Setting.PROXY_PROTOCOL, no), Map.of()).get(Setting.PROXY_PROTOCOL))
          .isFalse();
    }
    assertThat(problems(Map.of(Setting.PROXY_PROTOCOL, "1"), Map.of()))
        .containsExactly("--proxy-protocol: 1 (expected yes or no)");
  }

  @Test
  void read_plainHttpUrl_needsTheWordOfTheOperator() throws Exception {
    Map<Setting<?>, String> plain = Map.of(Setting.PUBLIC_URL, "http://room.lan:3000");
    assertThat(problems(plain, Map.of()))
        .containsExactly(
            "--public-url is not https: links that carry secrets would go over plain HTTP"
                + " (--insecure-http allows it)");
    assertThat(read(plain, Map.of("ALCOVE_INSECURE_HTTP", "yes")).get(Setting.PUBLIC_URL))
        .contains(WebOrigin.http("room.lan", 3000));
  }

  @Test
  void read_cluster_needsADatabaseThatNodesCanShare() throws Exception {
    Map<Setting<?>, String> node = Map.of(Setting.CLUSTER, "yes");
    assertThat(problems(node, Map.of()))
        .containsExactly(
            "--cluster: nodes share a database on PostgreSQL (--jdbc-url says where it is)");
    Map<String, String> server = Map.of("ALCOVE_JDBC_URL", "jdbc:postgresql://db.example/alcove");
    assertThat(read(node, server).lock()).isEqualTo(Database.Lock.SHARED);
    assertThat(read(node, server).lockOfCommands()).isEqualTo(Database.Lock.SHARED);
    assertThat(read(Map.of(), server).lock()).isEqualTo(Database.Lock.EXCLUSIVE);
    assertThat(read(Map.of(), server).lockOfCommands()).isEqualTo(Database.Lock.EITHER);
  }

  @Test
  void read_nodeAtAllAddresses_hasToSayWhereOthersReachIt() throws Exception {
    Map<String, String> server = Map.of("ALCOVE_JDBC_URL", "jdbc:postgresql://db.example/alcove");
    for (String everywhere : List.of("0.0.0.0:7800", "[::]:7800")) {
      assertThat(
              problems(Map.of(Setting.CLUSTER, "yes", Setting.CLUSTER_LISTEN, everywhere), server))
          .singleElement()
          .asString()
          .startsWith("--cluster-listen ")
          .endsWith(
              ": other nodes cannot reach a node at all addresses (--cluster-advertise names one)");
      assertThat(
              problems(
                  Map.of(
                      Setting.CLUSTER, "yes",
                      Setting.CLUSTER_LISTEN, "10.0.0.1:7800",
                      Setting.CLUSTER_ADVERTISE, everywhere),
                  server))
          .singleElement()
          .asString()
          .startsWith("--cluster-advertise ");
      read(
          Map.of(
              Setting.CLUSTER, "yes",
              Setting.CLUSTER_LISTEN, everywhere,
              Setting.CLUSTER_ADVERTISE, "10.0.0.1:7800"),
          server);
    }
  }

  @Test
  void read_badDatabaseUrl_isNotShownBecauseOfItsPassword() {
    for (var url :
        List.of(
            "postgresql://u:geheim@db/x",
            "jdbc:postgresql://u:geheim@db/x",
            "jdbc:postgresql://u:geheim@127.0.0.1:1/x?ssl=true",
            "jdbc:postgresql:u:geheim@db")) {
      assertThat(problems(Map.of(Setting.JDBC_URL, url), Map.of()))
          .singleElement()
          .asString()
          .startsWith("--jdbc-url: [not shown] (expected a URL that begins with jdbc:postgresql:,")
          .contains("user and password behind ?")
          .doesNotContain("geheim");
    }
  }

  @Test
  void read_databaseUrlWithUserBehindTheHost_isTaken() throws Exception {
    var url = "jdbc:postgresql://db/x?user=u&password=a@b";

    assertThat(read(Map.of(Setting.JDBC_URL, url), Map.of()).get(Setting.JDBC_URL)).isPresent();
  }

  @Test
  void read_fileWithAByteOrderMark_isTaken() throws Exception {
    Files.writeString(data.resolve("alcove.properties"), "\uFEFFdomain=room.example\n");

    var config = read(Map.of(), Map.of());
    assertThat(config.get(Setting.DOMAIN).toString()).contains("room.example");
  }

  @Test
  void read_fileInAnotherEncoding_isNamed() throws Exception {
    var file = data.resolve("alcove.properties");
    Files.writeString(file, "name=Café\n", StandardCharsets.ISO_8859_1);

    assertThat(problems(Map.of(), Map.of()))
        .containsExactly(file + " is not in UTF-8: save it in that encoding");
  }

  @Test
  void read_secretKeyAsRecipient_isNotShown() {
    for (var key : List.of("AGE-SECRET-KEY-1GEHEIM", "age-secret-key-1geheim")) {
      assertThat(problems(Map.of(BackupSettings.RECIPIENT_KEY, key), Map.of()))
          .singleElement()
          .asString()
          .startsWith("--backup-recipient: [not shown] (expected a recipient of age, which begins")
          .contains("is the secret key")
          .doesNotContainIgnoringCase("geheim");
    }
  }

  @Test
  void read_onePortForBoth_isAProblemUnlessTheSystemChooses() throws Exception {
    assertThat(problems(Map.of(Setting.SSB_PORT, "3000"), Map.of()))
        .containsExactly("--ssb-port and --http-port are both 3000 (expected two ports)");
    read(Map.of(Setting.SSB_PORT, "0", Setting.HTTP_PORT, "0"), Map.of());
  }

  @Test
  void read_unknownNameInTheFile_isAProblem() throws Exception {
    write("ssb-prot = 8009\ndata = /elsewhere\n");

    var file = data.resolve("alcove.properties");
    assertThat(problems(Map.of(), Map.of()))
        .containsExactly(
            "ssb-prot in " + file + " is not a setting (did you mean ssb-port?)",
            "data in " + file + ": the file lies in the data directory and cannot choose it");
  }

  @Test
  void read_fileThatCannotBeRead_isAProblem() throws Exception {
    Files.createDirectory(data.resolve("alcove.properties"));

    assertThat(problems(Map.of(), Map.of()))
        .singleElement()
        .asString()
        .contains("alcove.properties cannot be read");
  }

  private RoomConfig read(Map<Setting<?>, String> flags, Map<String, String> environment)
      throws ConfigException {
    var all = new HashMap<Setting<?>, String>(flags);
    all.put(Setting.DATA, data.toString());
    return ConfigReader.read(all, environment);
  }

  private List<String> problems(Map<Setting<?>, String> flags, Map<String, String> environment) {
    return assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> read(flags, environment))
        .actual()
        .problems();
  }

  private void write(String properties) throws IOException {
    Files.writeString(data.resolve("alcove.properties"), properties);
  }

  @Test
  void read_withoutData_takesTheHomeOfTheEnvironment() throws Exception {
    var config = ConfigReader.read(Map.of(), Map.of("HOME", data.toString()));

    assertThat(config.data()).isEqualTo(data.resolve(".alcove"));
  }

  @Test
  void home_notInTheEnvironment_isThatOfTheSystem() {
    assertThat(Home.directory(Map.of("HOME", ""), "/home/a")).contains(Path.of("/home/a"));
    assertThat(Home.directory(Map.of("HOME", "a"), "/home/a")).contains(Path.of("/home/a"));
  }

  @Test
  void home_ofAUserThatHasNone_isNowhere() {
    assertThat(Home.directory(Map.of(), "?")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "--domain, räume.example, xn--rume-loa.example",
    "--domain, RÄUME.example, xn--rume-loa.example",
    "--public-url, https://räume.example:444, https://xn--rume-loa.example:444",
    "--advertise, räume.example:8009, xn--rume-loa.example:8009"
  })
  void host_withOtherLetters_getsTheFormOfTheDns(String flag, String given, String read)
      throws Exception {
    var setting =
        Setting.all().stream().filter(each -> each.flag().equals(flag)).findFirst().orElseThrow();
    var config = ConfigReader.read(Map.of(Setting.DATA, data.toString(), setting, given), Map.of());

    assertThat(
            Stream.of(Setting.DOMAIN, Setting.PUBLIC_URL, Setting.ADVERTISE)
                .map(config::get)
                .flatMap(Optional::stream))
        .singleElement()
        .hasToString(read);
  }

  /** The older rules make {@code strasse} of it, the newer another name. */
  @Test
  void domain_thatTheRulesDisagreeOn_isRefusedWithAHint() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(
            () ->
                ConfigReader.read(
                    Map.of(Setting.DATA, data.toString(), Setting.DOMAIN, "straße.example"),
                    Map.of()))
        .withMessageContaining("xn--");
  }

  @Test
  void variables_withATypingError_areToldWithTheNearestSetting() {
    assertThat(Variables.strangers(Map.of("ALCOVE_SSB_PROT", "9", "ALCOVE_XYZZY", "1")))
        .containsExactly(
            "ALCOVE_SSB_PROT is not a setting (did you mean ALCOVE_SSB_PORT?)",
            "ALCOVE_XYZZY is not a setting");
  }

  @Test
  void variables_ofOthers_areNotTold() {
    assertThat(
            Variables.strangers(
                Map.of("ALCOVE_JAVA_OPTS", "-Xmx1g", "ALCOVE_SUBNET", "x", "ALCOVE_DATA", "y")))
        .isEmpty();
  }

  @Test
  void file_withATypingError_namesTheNearestSetting() throws Exception {
    Files.writeString(data.resolve("alcove.properties"), "htpp-port = 3001\n");

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> ConfigReader.read(Map.of(Setting.DATA, data.toString()), Map.of()))
        .withMessageContaining("(did you mean http-port?)");
  }
}
