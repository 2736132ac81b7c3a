package alcove.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.crypto.CryptoChoice;
import alcove.identity.FeedId;
import alcove.room.Room;
import alcove.room.audit.AuditEntry;
import alcove.room.audit.AuditEvent;
import alcove.room.model.RoomSettings;
import alcove.room.model.StorageException;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Audit logs of before schema 5, whose entries are written anew. */
@ParameterizedClass
@MethodSource("alcove.store.OlderRegistry#withFormerAuditLog")
class OlderAuditLogsTest {
  private final OlderRegistry older;

  @TempDir private Path data;
  private DatabaseUrl url;

  OlderAuditLogsTest(OlderRegistry older) {
    this.older = older;
  }

  @BeforeEach
  void put() throws Exception {
    url = older.in(data);
  }

  @Test
  void auditLog_saysWhatItDid() throws Exception {
    write("no-action-of-ours", "somebody", "said something");
    write("role-changed", older.secret("ana"), "admin -> king");
    write("app-changed", "Patchfox", "place 2");
    List<List<String>> before = told();

    try (Database database = open()) {
      Room room = room(database);
      List<AuditEntry> entries = room.audit().newest(Actor.operator(), 1000, null);

      assertThat(entries.reversed())
          .extracting(each -> List.of(each.action(), each.subject(), each.details()))
          .isEqualTo(before);
      assertThat(entries).extracting(AuditEntry::event).filteredOn(this::isUnreadable).hasSize(2);
      assertThat(room.audit().newest(Actor.of(older.id("ben")), 1000, null))
          .extracting(AuditEntry::event)
          .isNotEmpty()
          .noneMatch(this::isUnreadable);
      room.audit().enter(Actor.operator(), new AuditEvent.BackedUp("anew"));
      assertThat(room.audit().newest(Actor.operator(), 1, null))
          .extracting(AuditEntry::number)
          .containsExactly(entries.getFirst().number() + 1);
      FeedId ana = older.id("ana");
      List<AuditEntry> about = database.read(tables -> tables.audit().concerning(ana));
      assertThat(about).extracting(AuditEntry::action).contains("member-added", "alias-revoked");
    }
  }

  @Test
  void auditLog_thatCannotBeRewritten_leavesTheRegistryAsItWas() throws Exception {
    write("no-action-of-ours", "somebody", "said something");
    execute("CREATE TABLE odd (entry BIGINT REFERENCES audit_entry (id))");
    var before = OlderRegistry.rows(url);

    assertThatThrownBy(this::open)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("cannot be brought to schema");

    assertThat(schema()).isLessThan(5);
    assertThat(OlderRegistry.rows(url).get("audit_entry")).isEqualTo(before.get("audit_entry"));
    execute("DROP TABLE odd");
    open().close();
    assertThat(OlderRegistry.rows(url).get("audit_entry")).hasSameSizeAs(before.get("audit_entry"));
  }

  private void execute(String sql) throws Exception {
    try (var connection = Drivers.source(url).getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private boolean isUnreadable(AuditEvent event) {
    return event instanceof AuditEvent.Unreadable;
  }

  private void write(String action, String subject, String details) throws Exception {
    try (var connection = Drivers.source(url).getConnection();
        var row =
            connection.prepareStatement(
                "INSERT INTO audit_entry (happened, by_kind, action, subject, details)"
                    + " VALUES (CURRENT_TIMESTAMP, 'operator', ?, ?, ?)")) {
      row.setString(1, action);
      row.setString(2, subject);
      row.setString(3, details);
      row.executeUpdate();
    }
  }

  /** Action, subject and details of all entries, oldest first. */
  private List<List<String>> told() throws Exception {
    List<List<String>> told = new ArrayList<>();
    try (var connection = Drivers.source(url).getConnection();
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT * FROM audit_entry ORDER BY id")) {
      while (row.next()) {
        told.add(
            List.of(row.getString("action"), row.getString("subject"), row.getString("details")));
      }
    }
    return told;
  }

  private Database open() throws Exception {
    return Database.open(url, data, older.id("room"));
  }

  private int schema() throws Exception {
    try (var connection = Drivers.source(url).getConnection()) {
      return Migrations.OWN.schema(url, new Catalog(connection).history());
    }
  }

  private Room room(Database database) throws Exception {
    return Room.open(
        database,
        older.id("room"),
        CryptoChoice.JAVA.load(),
        InstantSource.fixed(older.made()),
        Set.of(),
        RoomSettings.ofANewRoom(PrivacyMode.OPEN, "another name"));
  }
}
