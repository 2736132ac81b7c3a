package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import alcove.identity.FeedId;
import alcove.ops.terminal.CommandException;
import alcove.watch.LogLines;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What a start does and prints in rooms with and without an admin. */
class FirstRunTest {
  private static final String LINK = "http://localhost:[0-9]+/setup\\?token=[-_A-Za-z0-9]{43}";

  @RegisterExtension final LogLines log = LogLines.of("alcove");
  private final FeedId alice = TestPeers.newKeys().id();
  private final FeedId bob = TestPeers.newKeys().id();

  static final List<Setting<?>> PORTS =
      List.of(Setting.SSB_PORT, Setting.HTTP_PORT, Setting.METRICS_PORT);

  @TempDir private Path folder;

  private RunningRoom start(Map<Setting<?>, String> more) throws CommandException {
    Map<Setting<?>, String> settings =
        new HashMap<>(
            Map.of(
                Setting.DATA,
                folder.resolve("data").toString(),
                Setting.LISTEN,
                "127.0.0.1",
                Setting.SSB_PORT,
                "0",
                Setting.HTTP_PORT,
                "0"));
    settings.putAll(more);
    return RunningRoom.start(ConfigReader.read(settings, Map.of()));
  }

  private List<String> greeting(Map<Setting<?>, String> more) throws CommandException {
    try (RunningRoom room = start(more)) {
      assertThat(room.greeting()).startsWith(room.address().lines().toArray(String[]::new));
      return room.greeting().stream().skip(room.address().lines().size()).toList();
    }
  }

  private static Optional<String> link(List<String> greeting) {
    return greeting.stream().filter(line -> line.contains("/setup")).findFirst();
  }

  private Operator operator() throws CommandException {
    return Operator.of(folder.resolve("data"));
  }

  @Test
  void start_roomWithoutAdmin_printsALinkAndTheWayToIt() throws Exception {
    List<String> greeting = greeting(Map.of());

    assertThat(link(greeting)).get().asString().matches(LINK);
    assertThat(greeting)
        .contains("This room has no admin yet. Whoever opens this link first becomes one:")
        .last()
        .asString()
        .matches("ssh -L ([0-9]+):localhost:\\1 USER@HOST");
  }

  @Test
  void start_again_printsAnotherLink() throws Exception {
    assertThat(link(greeting(Map.of()))).isNotEqualTo(link(greeting(Map.of())));
  }

  @Test
  void start_anyLink_isNotInTheLog() throws Exception {
    String link = link(greeting(Map.of())).orElseThrow();

    assertThat(log.lines())
        .isNotEmpty()
        .noneMatch(line -> line.contains(link.substring(link.indexOf('=') + 1)));
  }

  @Test
  void start_withoutTheCache_saysSo() throws Exception {
    greeting(Map.of());

    assertThat(log.lines()).contains("without the cache that alcove train makes: slower at first");
  }

  @Test
  void start_withDomain_needsNoWayToThisMachine() throws Exception {
    List<String> greeting = greeting(Map.of(Setting.DOMAIN, "room.example"));

    assertThat(link(greeting)).get().asString().startsWith("https://room.example/setup?token=");
    assertThat(greeting).noneMatch(line -> line.contains("ssh"));
  }

  @Test
  void start_insecureHttp_saysSoFirst() throws Exception {
    List<String> greeting = greeting(Map.of(Setting.INSECURE_HTTP, "yes"));

    assertThat(greeting.get(1)).startsWith("*** PLAIN HTTP");
    assertThat(greeting).noneMatch(line -> line.contains("ssh"));
  }

  @Test
  void start_adminNamed_isTheAdminAndPrintsNoLink() throws Exception {
    assertThat(greeting(Map.of(Setting.ADMIN, alice.toString()))).isEmpty();

    assertThat(operator().run("member", "list", "--json").json().findValuesAsText("id"))
        .containsExactly(alice.toString());
  }

  @Test
  void start_adminNamedInARoomThatHasOne_changesNothing() throws Exception {
    greeting(Map.of(Setting.ADMIN, alice.toString()));

    assertThat(greeting(Map.of(Setting.ADMIN, bob.toString()))).isEmpty();

    assertThat(operator().run("member", "list", "--json").json().findValuesAsText("id"))
        .containsExactly(alice.toString());
  }

  @Test
  void start_blockedAdminNamed_isRefused() throws Exception {
    assertThat(operator().run("block", "add", alice.toString()).code()).isZero();

    assertThatExceptionOfType(CommandException.class)
        .isThrownBy(() -> start(Map.of(Setting.ADMIN, alice.toString())))
        .withMessage("--admin: this key is blocked in this room");
    start(Map.of()).close();
  }

  @Test
  void start_otherModeThanTheRoomHas_keepsItsOwnAndSaysHowToChangeIt() throws Exception {
    greeting(Map.of());
    log.clear();

    greeting(Map.of(Setting.PRIVACY_MODE, "open", Setting.NAME, "Alcove"));

    assertThat(log.lines().stream().filter(line -> line.contains("setting set")))
        .containsExactly(
            "--privacy-mode is for a new room; this one keeps \"community\""
                + " (alcove setting set privacy-mode \"open\" changes it)");
    assertThat(operator().run("setting", "get", "privacy-mode").lines())
        .containsExactly("community");
  }

  @Test
  void setup_serverRuns_printsANewLinkOnTheLastLine() throws Exception {
    try (RunningRoom room = start(Map.of())) {
      Operator operator = Operator.at(folder.resolve("data"));

      String printed = operator.run("setup").lines().getLast();

      assertThat(printed).matches(LINK);
      assertThat(link(room.greeting())).isPresent().get().isNotEqualTo(printed);
    }
  }

  @Test
  void setup_noServerRuns_saysWhatDoesWithout() throws Exception {
    operator()
        .run("setup")
        .isRefused(
            "a setup link needs a running server, and alcove serve prints one at its start"
                + " (--admin @ID does without)");
  }

  @Test
  void command_whereTheIdentityWasLost_saysSo() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(data.resolve("registry"), "{}");

    Operator.at(data)
        .run("member", "list")
        .isRefused(
            ("%s is missing, and the registry beside it belongs to that identity: put the file back"
                    + " (backups have it)")
                .formatted(data.resolve("secret")));
  }

  @Test
  void command_noRoomYet_saysWhatCreatesIt() {
    Path data = folder.resolve("data");

    Operator.at(data)
        .run("member", "list")
        .isRefused("no room in %s yet: alcove serve creates it".formatted(data));
    assertThat(data).doesNotExist();
  }

  @Test
  void stop_room_leavesNoSocketAndCanStartAgain() throws Exception {
    start(Map.of()).close();

    assertThat(folder.resolve("data").resolve("control")).doesNotExist();
    start(Map.of()).close();
  }

  @ParameterizedTest
  @FieldSource("PORTS")
  void newRoom_whosePortIsTaken_isNotCreated(Setting<?> port) throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatExceptionOfType(CommandException.class)
          .isThrownBy(() -> start(Map.of(port, Integer.toString(taken.getLocalPort()))))
          .withMessageContaining("is already in use");
    }

    assertThat(folder.resolve("data")).isDirectoryNotContaining("glob:**/{secret,registry*,*.db}");
  }

  @Test
  void newRoom_withoutItsCertificate_isNotCreated() {
    var missing = folder.resolve("missing.pem").toString();
    assertThatExceptionOfType(CommandException.class)
        .isThrownBy(
            () ->
                start(
                    Map.of(
                        Setting.TLS_CERT,
                        missing,
                        Setting.TLS_KEY,
                        missing,
                        Setting.HTTPS_PORT,
                        "0")));

    assertThat(folder.resolve("data")).isDirectoryNotContaining("glob:**/{secret,registry*,*.db}");
  }
}
