package alcove.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.ops.terminal.ExitCode;
import alcove.ops.terminal.TextWidth;
import alcove.room.policy.Actor;
import alcove.room.policy.Role;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What the command line says to people who look for something, or mistype it. */
class CommandLineTest {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
  private static final FeedId MEMBER = TestPeers.newKeys().id();
  private static final String ID = MEMBER.toString();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path folder;

  private int run(String... words) {
    return Main.run(terminal(""), words);
  }

  private Terminal terminal(String typed) {
    return new Terminal(
        new ByteArrayInputStream(typed.getBytes(UTF_8)),
        new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8),
        Map.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sevre                          | alcove has no command sevre, did you mean serve? (alcove --help explains)
          member lst                     | alcove member has no command lst, did you mean list? (alcove member --help explains)
          hlep                           | alcove has no command hlep, did you mean help? (alcove --help explains)
          member list --jsn              | alcove member list has no option --jsn, did you mean --json? (alcove member list --help explains)
          member list --dta=x            | alcove member list has no option --dta, did you mean --data? (alcove member list --help explains)
          version now                    | now is one word more than alcove version takes (alcove version --help explains)
          member remove                  | alcove member remove needs @ID (alcove member remove --help explains)
          member remove nobody           | @ID: nobody (expected an id such as @BASE64.ed25519) (alcove member remove --help explains)
          app add X                      | alcove app add needs --platforms, URL (alcove app add --help explains)
          invite create --label          | --label needs a value, TEXT (alcove invite create --help explains)
          invite create --uses many      | --uses: many (expected a number) (alcove invite create --help explains)
          invite create --uses 1 --uses 2 | --uses is given twice (alcove invite create --help explains)
          invite revoke seven            | NUMBER: seven (expected a number) (alcove invite revoke --help explains)
          """)
  void run_whatCannotBeUnderstood_saysWhatWasMeant(String line, String complaint) {
    assertThat(run(line.split(" "))).isEqualTo(ExitCode.USAGE.number());
    assertThat(err.toString(UTF_8)).isEqualTo("alcove: %s\n".formatted(complaint));
    assertThat(out.size()).isZero();
  }

  @Test
  void run_aWordOfAFixedList_isToldWithTheNearest() {
    assertThat(run("member", "add", ID, "--role", "modrator")).isEqualTo(2);
    assertThat(err.toString(UTF_8))
        .isEqualTo(
            "alcove: --role: modrator (expected one of member, moderator, admin; did you mean"
                + " moderator?) (alcove member add --help explains)\n");
  }

  @Test
  void run_withoutWords_isTheHelp() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("Commands:", "serve", "alcove help exit-codes");
  }

  @Test
  void help_ofExitCodes_hasEachOnce() {
    assertThat(run("help", "exit-codes")).isZero();
    assertThat(out.toString(UTF_8).lines().map(line -> line.split(" ", -1)[0]))
        .containsExactly("0", "1", "2", "3", "130", "141", "143");
  }

  @Test
  void help_ofOptions_hasThoseOfEveryCommand() {
    assertThat(run("help", "options")).isZero();
    for (var setting : RoomCommands.SETTINGS) {
      assertThat(out.toString(UTF_8)).contains(setting.flag());
    }
  }

  @Test
  void help_ofACommand_isForWhatItIsFor() {
    assertThat(run("invite", "create", "--help")).isZero();
    var help = out.toString(UTF_8);
    assertThat(help)
        .startsWith("Create an invite;")
        .contains("Example:", "--uses", "alcove help options")
        .doesNotContain("--crypto", "--jdbc-url");
    assertThat(help.indexOf("Example:")).isLessThan(help.indexOf("--uses=N "));
    assertThat(help.lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void help_hasAnExampleOfEachCommandThatIsShown_andItCanBeCalled() {
    check(Main.wholeLine(terminal("")), "");
  }

  private static void check(CommandLine line, String words) {
    line.getSubcommands()
        .forEach(
            (name, each) -> {
              var called = (words + " " + name).strip();
              if (each.getCommandSpec().usageMessage().hidden()) {
                return;
              }
              assertThat(each.getCommandSpec().usageMessage().description()).isNotEmpty();
              check(each, called);
              if (each.getSubcommands().isEmpty()) {
                assertThat(Examples.of(called)).as(called).isNotEmpty();
              }
              Examples.of(called)
                  .forEach(example -> assertThat(example).startsWith("alcove " + called));
              Examples.of(called).forEach(CommandLineTest::parse);
            });
  }

  private static void parse(String example) {
    List<String> words =
        WORD.matcher(example)
            .results()
            .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
            .map(word -> word.startsWith("@ID") ? ID : word)
            .map(word -> word.equals("net:127.0.0.1:8008~shs:BASE64=") ? address() : word)
            .toList();
    var terminal = new Terminal(System.out, System.err, Map.of());
    Main.wholeLine(terminal).parseArgs(words.subList(1, words.size()).toArray(String[]::new));
  }

  private static String address() {
    return "net:127.0.0.1:8008~shs:" + ID.substring(1, ID.indexOf(".ed25519"));
  }

  @Test
  void dryRun_ofWhatLosesSomething_changesNothing() throws Exception {
    try (var operator = Operator.of(folder.resolve("data"))) {
      operator.prepare(
          room -> {
            room.members().add(Actor.operator(), TestPeers.newKeys().id(), Role.ADMIN);
            room.members().add(Actor.operator(), MEMBER, Role.MEMBER);
          });
      operator.start();
      operator.run("invite", "create");
      var before = state(operator);

      assertThat(operator.run("member", "remove", ID, "--dry-run").out())
          .isEqualTo(
              "would remove %s (member), 0 aliases, 0 sessions and 0 open invites%n".formatted(ID));
      assertThat(operator.run("block", "add", ID, "--dry-run", "--invited").out())
          .isEqualTo("would block %s, a member%nand 0 whom they invited%n".formatted(ID));
      assertThat(operator.run("invite", "revoke", "1", "--dry-run").code()).isZero();
      assertThat(operator.run("session", "end", ID, "--all", "--dry-run").code()).isZero();
      operator.run("app", "remove", "77777", "--dry-run").isRefused("there is no app number 77777");
      assertThat(operator.run("member", "remove", otherId(), "--dry-run").code()).isEqualTo(1);

      assertThat(state(operator)).isEqualTo(before);
      assertThat(operator.run("member", "remove", ID, "--yes").lines()).hasSize(1);
      assertThat(state(operator)).isNotEqualTo(before);
    }
  }

  @Test
  void dryRun_refusesWhatIsRefused_inTheSameWords() throws Exception {
    try (var operator = Operator.of(folder.resolve("data"))) {
      var admin = TestPeers.newKeys().id();
      var blocked = TestPeers.newKeys().id();
      operator.prepare(
          room -> {
            room.members().add(Actor.operator(), admin, Role.ADMIN);
            room.members().add(Actor.operator(), MEMBER, Role.MEMBER);
            room.blocks().block(Actor.operator(), blocked, "", Optional.empty());
          });
      for (var isServed : List.of(false, true)) {
        if (isServed) {
          operator.start();
        }
        var before = state(operator);
        for (var command :
            List.of(
                List.of("member", "remove", admin.toString()),
                List.of("member", "remove", otherId()),
                List.of("member", "replace", ID, ID),
                List.of("member", "replace", ID, blocked.toString()),
                List.of("block", "add", admin.toString()),
                List.of("block", "add", ID, "--until", "2020-01-01"),
                List.of("block", "add", ID, "--reason", "r".repeat(2000)),
                List.of("invite", "revoke", "99"),
                List.of("notice", "delete", "news"),
                List.of("session", "end", ID, "99"),
                List.of("password", "remove", ID),
                List.of("passkey", "remove", ID),
                List.of("alias", "revoke", "nobody"),
                List.of("app", "remove", "99"),
                List.of("setting", "set", "privacy-mode", "none"))) {
          var trial = operator.run(with(command, "--dry-run"));

          assertThat(trial.code()).as(command.toString()).isEqualTo(1);
          assertThat(trial.out()).as(command.toString()).isEmpty();
          var deed = operator.run(command.toArray(String[]::new));
          assertThat(trial.err()).as(command.toString()).isEqualTo(deed.err());
        }
        assertThat(state(operator)).isEqualTo(before);
      }
    }
  }

  @Test
  void output_thatCannotBeWritten_isAFailure() throws Exception {
    try (var operator = Operator.of(folder.resolve("data"))) {
      operator.start();
      var data = "--data=" + folder.resolve("data");
      for (var command :
          List.of(
              List.of("version"),
              List.of("help", "exit-codes"),
              List.of("member", "--help"),
              List.of("invite", "create", data),
              List.of("setting", "get", data),
              List.of("setting", "get", "--json", data))) {
        err.reset();
        var code = Main.run(fullDisk(), command.toArray(String[]::new));

        assertThat(code).as(command.toString()).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("could not be written to the standard output");
      }
      err.reset();
      assertThat(Main.run(fullDisk(), "invite", "revoke", "99", data)).isEqualTo(1);
      assertThat(err.toString(UTF_8)).doesNotContain("could not be written");
    }
  }

  private Terminal fullDisk() {
    var full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    return new Terminal(
        new PrintStream(new BufferedOutputStream(full), false, UTF_8),
        new PrintStream(err, true, UTF_8),
        Map.of());
  }

  private static String[] with(List<String> command, String option) {
    return Stream.concat(command.stream(), Stream.of(option)).toArray(String[]::new);
  }

  private static String otherId() {
    return TestPeers.newKeys().id().toString();
  }

  private static List<String> state(Operator operator) {
    return List.of(
        operator.run("member", "list").out(),
        operator.run("invite", "list").out(),
        operator.run("block", "list").out(),
        operator.run("audit", "list").out());
  }

  @ParameterizedTest
  @CsvSource({"y,true", "YES,true", "'',false", "n,false", "yessir,false"})
  void confirm_takesAYesAlone(String typed, boolean confirmed) {
    assertThat(terminal(typed + "\n").confirm("Do it?")).isEqualTo(confirmed);
    assertThat(terminal(typed).confirm("Do it?")).isEqualTo(confirmed);
    assertThat(err.toString(UTF_8)).contains("Do it? [y/N]");
  }

  @Test
  void terminal_ofAPipe_isNeverAsked() {
    assertThat(terminal("y\n").isAnswered()).isFalse();
    assertThat(RoomDispatch.trial(List.of("member", "remove", ID)))
        .containsExactly("member", "remove", "--dry-run", ID);
  }

  @Test
  void list_ofNamesInAnyScript_keepsItsColumns() throws Exception {
    try (var operator = Operator.of(folder.resolve("data"))) {
      for (var name : List.of("Ann", "小林さん", "שרה", "é\u0301va", "🙂🙂")) {
        var id = otherId();
        assertThat(operator.run("member", "add", id).code()).isZero();
        assertThat(operator.run("member", "name", id, name).code()).isZero();
        assertThat(operator.run("member", "note", id, "note").code()).isZero();
      }
      var lines = operator.run("member", "list").lines();
      var places =
          lines.stream()
              .skip(1)
              .map(line -> line.substring(0, line.lastIndexOf("note")))
              .map(TextWidth::of)
              .distinct();
      assertThat(places).containsExactly(lines.getFirst().indexOf("NOTE"));
    }
  }

  @Test
  void json_isThereWhereSomethingIsShown() throws Exception {
    assertThat(run("version", "--json")).isZero();
    assertThat(out.toString(UTF_8)).startsWith("{\"version\":\"");
    try (var operator = Operator.of(folder.resolve("data"))) {
      assertThat(operator.run("address", "--json").out()).startsWith("[\"net:");
      var room = operator.start();
      assertThat(operator.run("address", "--json").json().valueStream().map(each -> each.asText()))
          .containsExactlyElementsOf(room.address().lines());
    }
  }
}
