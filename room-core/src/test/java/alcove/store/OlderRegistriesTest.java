package alcove.store;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.crypto.Crypto;
import alcove.crypto.CryptoChoice;
import alcove.crypto.CryptoUnavailableException;
import alcove.identity.FeedKeyPair;
import alcove.room.Room;
import alcove.room.aliases.AliasRegistration;
import alcove.room.model.Alias;
import alcove.room.model.Invite;
import alcove.room.model.InviteTerms;
import alcove.room.model.Member;
import alcove.room.model.RoomSettings;
import alcove.room.model.Session;
import alcove.room.model.SignInWay;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.room.policy.Standing;
import alcove.room.signin.SignInSteps;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Registries that were really made by older versions, and filled as people fill them. */
@ParameterizedClass
@MethodSource("alcove.store.OlderRegistry#all")
class OlderRegistriesTest {
  /** Those that a room may have no row of. */
  private static final Set<String> MAY_BE_EMPTY = Set.of("setup_token");

  private final Crypto crypto = CryptoChoice.JAVA.load();

  private final OlderRegistry older;

  @TempDir private Path data;
  private DatabaseUrl url;

  OlderRegistriesTest(OlderRegistry older) throws CryptoUnavailableException {
    this.older = older;
  }

  @BeforeEach
  void put() throws Exception {
    url = older.in(data);
  }

  private Database open() throws Exception {
    return Database.open(url, data, older.id("room"));
  }

  private int schema() throws Exception {
    try (var connection = Drivers.source(url).getConnection()) {
      return Migrations.OWN.schema(url, new Catalog(connection).history());
    }
  }

  @Test
  void registry_isBroughtForward_withEachOfItsRows() throws Exception {
    var before = OlderRegistry.rows(url);
    assertThat(schema()).isEqualTo(older.schema());
    assertThat(before).allSatisfy(this::isFilled);

    if (url instanceof DatabaseUrl.H2File file) {
      byte[] asItWas = Files.readAllBytes(file.file());
      open().close();
      keepsACopyOf(asItWas);
    } else {
      open().close();
    }

    var after = OlderRegistry.rows(url);
    assertThat(schema()).isEqualTo(Migrations.OWN.newest());
    assertThat(after.get("room_identity")).containsExactly(row("id", older.secret("room")));
    before.remove("change_count");
    assertThat(after.get("audit_entry")).hasSameSizeAs(before.get("audit_entry"));
    // what it says is written otherwise since schema 5: see OlderAuditLogsTest
    before.getOrDefault("audit_entry", List.of()).forEach(row -> row.remove("details"));
    before.forEach(
        (table, rows) ->
            assertThat(withColumnsOf(rows, after.getOrDefault(table, List.of())))
                .as(table)
                .containsExactlyInAnyOrderElementsOf(rows));
  }

  private void isFilled(String table, List<SortedMap<String, String>> rows) {
    // schema 1 had the table, and nothing yet that wrote into it
    if (!MAY_BE_EMPTY.contains(table) && !(table.equals("web_session") && older.schema() == 1)) {
      assertThat(rows).as(table).isNotEmpty();
    }
  }

  private static SortedMap<String, String> row(String column, String value) {
    return new TreeMap<>(Map.of(column, value));
  }

  /** Rows without the columns that came later. */
  private static List<SortedMap<String, String>> withColumnsOf(
      List<SortedMap<String, String>> earlier, List<SortedMap<String, String>> rows) {
    List<SortedMap<String, String>> same = new ArrayList<>();
    for (var row : rows) {
      SortedMap<String, String> values = new TreeMap<>(row);
      earlier.stream().findFirst().ifPresent(one -> values.keySet().retainAll(one.keySet()));
      same.add(values);
    }
    return same;
  }

  @Test
  void registry_openedAgain_isAsTheFirstTimeLeftIt() throws Exception {
    open().close();
    var first = OlderRegistry.rows(url);
    List<String> files = files();

    open().close();

    var second = OlderRegistry.rows(url);
    first.remove("change_count");
    second.remove("change_count");
    assertThat(second).isEqualTo(first);
    assertThat(files()).isEqualTo(files);
  }

  private List<String> files() throws Exception {
    try (Stream<Path> files = Files.walk(data)) {
      return files.map(file -> data.relativize(file).toString()).sorted().toList();
    }
  }

  private void keepsACopyOf(byte[] before) throws Exception {
    try (Stream<Path> backups = Files.list(data.resolve("backups"))) {
      assertThat(backups.toList())
          .singleElement()
          .satisfies(copy -> assertThat(copy).hasBinaryContent(before));
    }
  }

  @Test
  void people_haveWhatTheyHad() throws Exception {
    try (Database database = open()) {
      Room room = room(database);

      Map<String, Role> roles = new HashMap<>();
      for (Member member : room.members().list()) {
        roles.put(member.id().toString(), member.role());
      }
      assertThat(roles)
          .isEqualTo(
              Map.of(
                  older.secret("ana"), Role.ADMIN,
                  older.secret("ben"), Role.MODERATOR,
                  older.secret("cleo"), Role.MEMBER));
      assertThat(room.standings().of(older.id("ana"))).isEqualTo(Standing.ADMIN);
      assertThat(room.aliases().list())
          .extracting(Alias::name)
          .containsExactly("ana", "anna", "cleo", "finn", "klee");
      assertThat(room.aliases().list()).allSatisfy(this::isSigned);
      assertThat(room.blocks().list()).hasSize(2);
      assertThat(room.settings().name()).isEqualTo("Zum alten Anker ⚓");
      assertThat(room.notices().list()).hasSize(2);
    }
  }

  private Room room(Database database) throws Exception {
    return Room.open(
        database,
        older.id("room"),
        crypto,
        InstantSource.fixed(older.made()),
        Set.of(),
        RoomSettings.ofANewRoom(PrivacyMode.OPEN, "another name"));
  }

  private void isSigned(Alias alias) throws Exception {
    var registration = new AliasRegistration(older.id("room"), alias.owner(), alias.name());
    assertThat(registration.isSignedBy(alias.signature(), crypto)).as(alias.name()).isTrue();
  }

  @Test
  void secrets_thatPeopleWereGiven_stillOpen() throws Exception {
    try (Database database = open()) {
      Room room = room(database);

      Invite open = room.invites().look(older.secret("openInvite"));
      assertThat(open.usesLeft()).isEqualTo(4);
      room.invites().claim(older.secret("openInvite"), FeedKeyPair.create(crypto).id());
      assertThat(room.invites().look(older.secret("openInvite")).usesLeft()).isEqualTo(3);
      if (older.schema() > 1) {
        String session = older.secret("cookie").replaceFirst("session=", "");
        assertThat(room.sessions().find(session)).map(Session::member).contains(older.id("ana"));
        assertThat(room.sessions().of(older.id("ana")))
            .extracting(Session::way)
            .containsExactly(SignInWay.PASSWORD);
        assertThat(
                SignInSteps.check(room.passwords(), older.secret("ana"), older.secret("password")))
            .isEqualTo(older.id("ana"));
        assertThat(room.passwords().resetting(older.secret("resetLink")))
            .isEqualTo(older.id("ben"));
      }
    }
  }

  @Test
  void numbers_goOnBehindThoseThatThereAre() throws Exception {
    try (Database database = open()) {
      Room room = room(database);
      long last = room.invites().list().stream().mapToLong(Invite::id).max().orElseThrow();

      Invite next =
          room.invites()
              .create(Actor.operator(), new InviteTerms(1, Optional.empty(), "next"))
              .invite();

      assertThat(next.id()).isEqualTo(last + 1);
    }
  }
}
