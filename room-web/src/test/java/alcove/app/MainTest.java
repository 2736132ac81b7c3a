package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import alcove.ops.terminal.CommandException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as an operator meets it, and a room started and stopped within this process. */
final class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path folder;

  @Test
  void run_version_printsIt() {
    assertThat(run("version")).isZero();
    assertThat(text(out)).startsWith("alcove ").contains("Java " + Runtime.version());
  }

  @Test
  void run_asPeopleKnowItFromOtherPrograms_isTheSame() {
    assertThat(run("--version")).isZero();
    assertThat(text(out)).startsWith("alcove ").contains("Java " + Runtime.version());
    for (var words : List.of("", "member", "invite create")) {
      var help = helpOf("help " + words);
      assertThat(help).contains("Usage: alcove").isEqualTo(helpOf(words + " --help"));
    }
    assertThat(helpOf("help --help")).isEqualTo(helpOf("--help"));
    assertThat(run("help", "nonsense")).isEqualTo(2);
    assertThat(text(err)).contains("nonsense");
  }

  private String helpOf(String line) {
    out.reset();
    assertThat(run(line.strip().split(" +"))).isZero();
    return text(out);
  }

  @Test
  void run_help_namesEverySetting() {
    assertThat(run("serve", "--help")).isZero();
    for (var setting : Setting.all()) {
      assertThat(text(out))
          .contains(setting.flag() + (setting.isYesOrNo() ? "[=" : "=") + setting.placeholder());
    }
  }

  @Test
  void run_helpOfAll_namesEveryCommandByTheNameThatItHas() {
    assertThat(run("--help")).isZero();
    var commands =
        text(out).lines().dropWhile(line -> !line.equals("Commands:")).skip(1).toList().stream()
            .filter(line -> line.matches("  [a-z].*"))
            .map(line -> line.strip().split(" ", 2)[0])
            .toList();

    assertThat(commands).contains("serve", "address", "member", "backup", "bench");
    for (var command : commands) {
      out.reset();
      assertThat(run(command, "--help")).isZero();
      assertThat(text(out)).contains("Usage: alcove " + command + " ");
    }
  }

  @Test
  void run_unknownCommand_isOneLineAndAUsageError() {
    assertThat(run("sevre")).isEqualTo(2);
    assertThat(text(err))
        .isEqualTo(
            "alcove: alcove has no command sevre, did you mean serve? (alcove --help explains)\n");
  }

  @Test
  void run_unknownFlag_isOneLineAndAUsageError() {
    assertThat(run("serve", "--sbb-port", "1")).isEqualTo(2);
    assertThat(text(err))
        .isEqualTo(
            "alcove: alcove serve has no option --sbb-port, did you mean --ssb-port?"
                + " (alcove serve --help explains)\n");
  }

  @Test
  void run_severalBadValues_isALineEachAndAUsageError() {
    assertThat(run("serve", "--ssb-port", "x", "--http-port", "y")).isEqualTo(2);
    assertThat(text(err).lines()).hasSize(2).allMatch(line -> line.startsWith("alcove: --"));
  }

  @Test
  void address_beforeTheFirstStart_saysSo() {
    assertThat(run("address", "--data", folder.toString())).isEqualTo(1);
    assertThat(text(err))
        .isEqualTo("alcove: no room in %s yet: alcove serve creates it\n".formatted(folder));
  }

  @Test
  void address_withoutAServer_followsFromTheSettings() throws Exception {
    String key;
    try (var room = start("127.0.0.1")) {
      key = room.address().address().key().orElseThrow().base64();
    }
    assertThat(run("address", "--data", data(), "--domain", "room.example")).isZero();
    assertThat(text(out))
        .isEqualTo(
            """
            net:room.example:8008~shs:%s
            wss://room.example~shs:%s
            https://room.example/
            """
                .formatted(key, key));
  }

  @Test
  void start_again_keepsTheIdentity() throws Exception {
    var room = start("127.0.0.1");
    var first = room.address().address().key();
    room.close();
    try (var again = start("127.0.0.1")) {
      assertThat(again.address().address().key()).isEqualTo(first);
    }
  }

  @Test
  void start_allAddresses_acceptsBothFamilies() throws Exception {
    try (var room = start("*")) {
      var port = room.address().address().port().orElseThrow();
      for (var loopback : InetAddress.getAllByName("localhost")) {
        try (var socket = new Socket(loopback, port)) {
          socket.getOutputStream().write(new byte[64]);
          assertThatIOException()
              .as("answer to a bad clientHello")
              .isThrownBy(socket.getInputStream()::read)
              .withMessageContaining("reset");
        }
      }
    }
  }

  @Test
  void serve_dataDirectoryOfAnotherServer_isRefused() throws Exception {
    try (var room = start("127.0.0.1")) {
      assertThat(room.address().lines()).hasSize(3);
      assertThat(serve()).isEqualTo(1);
      assertThat(text(err))
          .isEqualTo(
              "alcove: data directory %s is in use by another server (process %s)\n"
                  .formatted(data(), ProcessHandle.current().pid()));
    }
  }

  @Test
  void serve_busyPort_saysWhichAndLetsTheDataDirectoryGo() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = taken.getLocalPort();
      for (var setting : List.of(Setting.SSB_PORT, Setting.HTTP_PORT)) {
        err.reset();
        assertThat(serve(setting.flag(), Integer.toString(port))).isEqualTo(1);
        assertThat(text(err))
            .isEqualTo(
                "alcove: port %s is already in use (%s chooses another)\n"
                    .formatted(port, setting.flag()));
      }
    }
    start("127.0.0.1").close();
  }

  @Test
  void serve_addressOfAnotherMachine_saysSo() {
    assertThat(serve("--listen", "203.0.113.1")).isEqualTo(1);
    assertThat(text(err))
        .isEqualTo(
            "alcove: 203.0.113.1 is not an address of this machine (--listen chooses another)\n");
  }

  @Test
  void serve_fileInPlaceOfTheDataDirectory_isOneLine() throws Exception {
    Files.createFile(Path.of(data()));
    assertThat(serve()).isEqualTo(1);
    assertThat(text(err))
        .isEqualTo(
            "alcove: cannot use data directory %s: not a directory (--data chooses another)\n"
                .formatted(data()));
  }

  @Test
  void serve_brokenSecret_isOneLineAndLeavesItAlone() throws Exception {
    var secret = Files.createDirectory(Path.of(data())).resolve("secret");
    Files.writeString(secret, "{}");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));

    assertThat(serve()).isEqualTo(1);
    assertThat(text(err))
        .startsWith("alcove: secret file " + secret)
        .endsWith("put the room's own back (backups have it)\n")
        .hasLineCount(1);
    assertThat(secret).hasContent("{}");
  }

  @Test
  void serve_identityLostBesideARegistry_isOneLineAndMakesNoOther() throws Exception {
    start("127.0.0.1").close();
    var secret = Path.of(data()).resolve("secret");
    Files.delete(secret);

    assertThat(serve()).isEqualTo(1);
    assertThat(text(err))
        .isEqualTo(
            "alcove: %s is missing, and the registry beside it belongs to that identity: put the file back (backups have it)\n"
                .formatted(secret));
    assertThat(secret).doesNotExist();
  }

  @Test
  void serve_registryLostBesideAnIdentity_isOneLineAndBeginsNoOther() throws Exception {
    start("127.0.0.1").close();
    var database = Path.of(data()).resolve("room.mv.db");
    Files.delete(database);

    assertThat(serve()).isEqualTo(1);
    assertThat(text(err))
        .startsWith("alcove: database " + database + " is missing")
        .hasLineCount(1);
    assertThat(database).doesNotExist();
  }

  @Test
  void start_newDataDirectory_isForItsOwnerAlone() throws Exception {
    start("127.0.0.1").close();

    assertThat(Files.getPosixFilePermissions(Path.of(data())))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void train_startsAndStopsARoom() {
    int code = run("train");

    assertThat(text(err)).isEmpty();
    assertThat(code).isZero();
  }

  private RunningRoom start(String listen) throws CommandException {
    var settings =
        Map.of(
            Setting.DATA,
            data(),
            Setting.LISTEN,
            listen,
            Setting.SSB_PORT,
            "0",
            Setting.HTTP_PORT,
            "0");
    return RunningRoom.start(ConfigReader.read(settings, Map.of()));
  }

  /** {@code serve} on free loopback ports unless told otherwise, for a start that fails. */
  private int serve(String... more) {
    var flags = new ArrayList<>(List.of("serve", "--data", data()));
    flags.addAll(List.of(more));
    for (var setting :
        Map.of("--listen", "127.0.0.1", "--ssb-port", "0", "--http-port", "0").entrySet()) {
      if (!flags.contains(setting.getKey())) {
        flags.addAll(List.of(setting.getKey(), setting.getValue()));
      }
    }
    return run(flags.toArray(String[]::new));
  }

  private int run(String... args) {
    return Main.run(
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of()),
        args);
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }

  @Test
  void run_addressBesideARunningRoom_printsTheAddressesThatItHas() throws Exception {
    try (var room = start("127.0.0.1")) {
      assertThat(run("address", "--data", data())).isZero();
      assertThat(text(out).lines().toList()).isEqualTo(room.address().lines());
    }
  }
}
