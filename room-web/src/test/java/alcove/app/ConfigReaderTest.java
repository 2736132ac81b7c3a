package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import alcove.crypto.CryptoChoice;
import alcove.identity.AppKey;
import alcove.room.PrivacyMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

final class ConfigReaderTest {
  private static final String OTHER_KEY = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

  @TempDir private Path data;

  @Test
  void read_nothingGiven_takesTheDefaults() throws Exception {
    var config = ConfigReader.read(Map.of(), Map.of("ALCOVE_DATA", data.toString()));

    assertThat(config)
        .isEqualTo(
            new RoomConfig(
                data,
                "Alcove",
                PrivacyMode.OPEN,
                new RoomConfig.Network("*", 8008, 3000, Optional.empty()),
                AppKey.MAIN,
                CryptoChoice.AUTO,
                new RoomConfig.Limits(10_000, 32, 4096, 128, 8, 5, 32),
                Level.INFO));
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

    assertThat(config.network().ssbPort()).isEqualTo(21);
    assertThat(config.network().httpPort()).isEqualTo(12);
    assertThat(config.name()).isEqualTo("from the file");
  }

  @Test
  void read_emptyValue_countsAsNotGiven() throws Exception {
    write("domain = room.example\n");

    assertThat(read(Map.of(), Map.of("ALCOVE_DOMAIN", " ")).network().domain())
        .contains("room.example");
  }

  @Test
  void read_everySetting_arrives() throws Exception {
    var config =
        read(
            Map.of(
                Setting.DOMAIN, "Room.Example",
                Setting.LISTEN, "::1",
                Setting.CRYPTO, "java",
                Setting.APP_KEY, OTHER_KEY,
                Setting.LOG_LEVEL, "debug",
                Setting.MAX_TUNNEL_BURST, "7"),
            Map.of());

    assertThat(config.network())
        .isEqualTo(
            new RoomConfig.Network("0:0:0:0:0:0:0:1", 8008, 3000, Optional.of("room.example")));
    assertThat(config.name()).isEqualTo("room.example");
    assertThat(config.crypto()).isEqualTo(CryptoChoice.JAVA);
    assertThat(config.appKey()).isEqualTo(AppKey.parse(OTHER_KEY));
    assertThat(config.logLevel()).isEqualTo(Level.DEBUG);
    assertThat(config.limits().tunnelBurst()).isEqualTo(7);
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
                + " scheme and port)",
            "ALCOVE_LISTEN: here (expected *, localhost or an IP address)",
            "ALCOVE_CRYPTO: best (expected one of auto, native, java)",
            "http-port in alcove.properties: -1 (expected a port, 0 to 65535)");
  }

  @Test
  void read_modeThatNeedsMembers_isRefused() {
    assertThat(problems(Map.of(Setting.PRIVACY_MODE, "community"), Map.of()))
        .containsExactly(
            "--privacy-mode: community (expected open: the other modes need members, which this"
                + " version does not have)");
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
            "ssb-prot in " + file + " is not a setting",
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

  private RoomConfig read(Map<Setting, String> flags, Map<String, String> environment)
      throws ConfigException {
    var all = new HashMap<>(flags);
    all.put(Setting.DATA, data.toString());
    return ConfigReader.read(all, environment);
  }

  private List<String> problems(Map<Setting, String> flags, Map<String, String> environment) {
    return assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> read(flags, environment))
        .actual()
        .problems();
  }

  private void write(String properties) throws IOException {
    Files.writeString(data.resolve("alcove.properties"), properties);
  }
}
