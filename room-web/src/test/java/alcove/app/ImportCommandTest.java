package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.crypto.Crypto;
import alcove.crypto.CryptoChoice;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.identity.SecretFile;
import alcove.room.Room;
import alcove.room.model.RoomSettings;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.store.Database;
import alcove.store.DatabaseUrl;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The import as an operator meets it. */
final class ImportCommandTest {
  /** Fifty bytes of 0xff: a link that go-ssb-room could have given out. */
  private static final String LINK = Base64.getUrlEncoder().encodeToString(filled(50));

  /** Of {@code correct horse}, made by libxcrypt. */
  private static final String BCRYPT =
      "$2b$10$abcdefghijklmnopqrstuu23JPZtHcGhwXSF41f93o/7vBdDut3Xu";

  private static final String LINK_HASH =
      "c4612d488c8b730aecd874b92924f9b8f4ecb8f3e78689adfbd94e2f9452c7fc";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Crypto crypto = CryptoChoice.JAVA.load();
  private final FeedKeyPair room = FeedKeyPair.create(crypto);
  private final FeedId admin = FeedKeyPair.create(crypto).id();
  private final FeedId newcomer = FeedKeyPair.create(crypto).id();

  @TempDir private Path folder;
  private Path old;
  private Path data;

  ImportCommandTest() throws Exception {}

  @BeforeEach
  void createFolder() throws Exception {
    data = folder.resolve("data");
    old = Files.createDirectory(folder.resolve("old"));
    SecretFile.write(old.resolve("secret"), room);
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + old.resolve("roomdb"));
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE members (id INTEGER PRIMARY KEY, role INT, pub_key TEXT)");
      statement.execute("CREATE TABLE aliases (id INT, name TEXT, member_id INT, signature BLOB)");
      statement.execute(
          "CREATE TABLE invites (id INTEGER PRIMARY KEY, hashed_token TEXT, created_by INT,"
              + " created_at DATETIME, active boolean)");
      statement.execute(
          "CREATE TABLE denied_keys (id INT, pub_key TEXT, comment TEXT, created_at TEXT)");
      statement.execute(
          "CREATE TABLE fallback_passwords (id INT, member_id INT, password_hash BLOB)");
      statement.execute(
          "INSERT INTO fallback_passwords VALUES (1, 1, CAST('%s' AS BLOB)), (2, 7, 'x')"
              .formatted(BCRYPT));
      statement.execute("INSERT INTO members VALUES (1, 3, '%s')".formatted(admin));
      statement.execute(
          "INSERT INTO invites VALUES (1, '%s', 1, '2021-05-11 09:41:07', 1)".formatted(LINK_HASH));
    }
  }

  private static byte[] filled(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 0xff);
    return bytes;
  }

  private int run(String... args) {
    var terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of());
    return Main.run(terminal, args);
  }

  private int runImport(String... more) {
    var args = new ArrayList<String>();
    args.addAll(List.of("import", "go-ssb-room", old.toString(), "--data", data.toString()));
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new));
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }

  @Test
  void import_folder_makesARoomInWhichOldLinksWork() throws Exception {
    assertThat(runImport()).isZero();

    assertThat(text(err)).isEmpty();
    assertThat(text(out))
        .startsWith("room: " + room.id() + "\ntaken: 1 admin, 1 password, 1 invite\n")
        .endsWith("the room is in %s: alcove serve --data %s starts it\n".formatted(data, data));
    assertThat(SecretFile.load(data.resolve("secret"), crypto).id()).isEqualTo(room.id());
    try (var database = Database.open(DatabaseUrl.in(data))) {
      var imported = open(database);
      assertThat(imported.members().find(admin))
          .hasValueSatisfying(member -> assertThat(member.role()).isEqualTo(Role.ADMIN));
      assertThat(imported.invites().claim(LINK, newcomer).isNew()).isTrue();
    }
  }

  @Test
  void import_password_signsInAfterwards() throws Exception {
    assertThat(runImport()).isZero();
    try (var operator = Operator.at(data);
        var browser = HttpClient.newHttpClient()) {
      var login = operator.start().address().site() + "/login/password";

      assertThat(signIn(browser, login, "Correct horse").statusCode()).isEqualTo(403);
      var right = signIn(browser, login, "correct horse");

      assertThat(right.statusCode()).isEqualTo(303);
      assertThat(right.headers().firstValue("set-cookie"))
          .hasValueSatisfying(cookie -> assertThat(cookie).contains("session="));
      assertThat(operator.run("session", "list", admin.toString(), "--json").json())
          .extracting(session -> session.path("way").asText())
          .containsExactly("password");
      assertThat(signIn(browser, login, "correct horse").statusCode()).isEqualTo(303);
    }
  }

  private HttpResponse<String> signIn(HttpClient browser, String login, String password)
      throws Exception {
    var form =
        "name=%s&password=%s"
            .formatted(
                URLEncoder.encode(admin.toString(), StandardCharsets.UTF_8),
                URLEncoder.encode(password, StandardCharsets.UTF_8));
    var request =
        HttpRequest.newBuilder(URI.create(login))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
    return browser.send(request, BodyHandlers.ofString());
  }

  private Room open(Database database) {
    return Room.open(
        database,
        room.id(),
        crypto,
        InstantSource.system(),
        Set.of(),
        RoomSettings.ofANewRoom(PrivacyMode.COMMUNITY, "Room"));
  }

  @Test
  void import_dryRun_writesNothingAnywhere() throws Exception {
    var before = contents(folder);

    assertThat(runImport("--dry-run")).isZero();

    assertThat(text(out))
        .contains(
            "taken: 1 admin, 1 password, 1 invite\n",
            "left: password number 2: its member is not taken\n")
        .doesNotContain(BCRYPT)
        .endsWith("dry run: nothing was written\n");
    assertThat(contents(folder)).isEqualTo(before);
  }

  @Test
  void import_dryRunWhereARoomIs_saysThatItWouldBeRefused() throws Exception {
    Files.createDirectory(data);
    SecretFile.write(data.resolve("secret"), FeedKeyPair.create(crypto));
    assertThat(runImport("--dry-run")).isZero();
    assertThat(text(out))
        .contains("note: the import itself would be refused: there is another room already: ");
  }

  @Test
  void import_json_isOneLine() {
    assertThat(runImport("--dry-run", "--json")).isZero();
    assertThat(text(out).lines()).hasSize(1);
    assertThat(text(out)).startsWith("{\"room\":\"" + room.id() + "\",\"written\":false,");
  }

  @Test
  void import_twice_isRefusedTheSecondTime() {
    assertThat(runImport()).isZero();
    assertThat(runImport()).isEqualTo(1);
    assertThat(text(err))
        .isEqualTo(
            "alcove: there is a room already: its registry is not empty (an import needs a new"
                + " one)\n");
  }

  @Test
  void import_whereAnotherRoomIs_isRefusedAndLeavesIt() throws Exception {
    Files.createDirectory(data);
    SecretFile.write(data.resolve("secret"), FeedKeyPair.create(crypto));
    var before = contents(folder);

    assertThat(runImport()).isEqualTo(1);

    assertThat(text(err)).startsWith("alcove: there is another room already: ").hasLineCount(1);
    assertThat(contents(folder)).isEqualTo(before);
  }

  @Test
  void import_brokenFolder_createsNoDataDirectory() throws Exception {
    Files.writeString(old.resolve("roomdb"), "no database");

    assertThat(runImport()).isEqualTo(1);

    assertThat(text(err))
        .isEqualTo("alcove: %s is not a SQLite database\n".formatted(old.resolve("roomdb")));
    assertThat(data).doesNotExist();
  }

  @Test
  void import_otherServer_isAUsageError() {
    assertThat(run("import", "ssb-room", old.toString(), "--data", data.toString())).isEqualTo(2);
    assertThat(text(err))
        .isEqualTo(
            "alcove: ssb-room: unknown room server (expected go-ssb-room) (alcove import --help"
                + " explains)\n");
  }

  /** Every file below a folder with its time and bytes. */
  private static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (var files = Files.walk(folder)) {
      for (var file : files.toList()) {
        var bytes = Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
        contents.put(
            file.toString(), Files.getLastModifiedTime(file) + " " + Arrays.hashCode(bytes));
      }
    }
    return contents;
  }
}
