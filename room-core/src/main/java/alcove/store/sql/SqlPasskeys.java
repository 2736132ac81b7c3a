package alcove.store.sql;

import alcove.identity.FeedId;
import alcove.room.passkeys.Passkey;
import alcove.room.registry.PasskeyTable;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** The table {@code passkey}. */
record SqlPasskeys(Handle handle) implements PasskeyTable {
  @Override
  public List<Passkey> of(FeedId member) {
    return handle
        .select("SELECT * FROM passkey WHERE member = ? ORDER BY id", member)
        .map(SqlPasskeys::row)
        .list();
  }

  @Override
  public Optional<Passkey> find(String credential) {
    return handle
        .select("SELECT * FROM passkey WHERE credential = ?", credential)
        .map(SqlPasskeys::row)
        .findOne();
  }

  @Override
  public Passkey insert(
      FeedId member, String name, String site, Passkey.Credential credential, Instant created) {
    long id =
        handle
            .createUpdate(
                "INSERT INTO passkey (member, name, site, credential, public_key, user_handle,"
                    + " sign_count, synced, backed_up, created) VALUES (:member, :name, :site,"
                    + " :credential, :key, :user, :count, :synced, :backedUp, :created)")
            .bind("member", member)
            .bind("name", name)
            .bind("site", site)
            .bind("credential", credential.id())
            .bind("key", credential.publicKey())
            .bind("user", credential.userHandle())
            .bind("count", credential.signCount())
            .bind("synced", credential.synced())
            .bind("backedUp", credential.backedUp())
            .bind("created", created)
            .executeAndReturnGeneratedKeys("id")
            .mapTo(Long.class)
            .one();
    return new Passkey(id, member, name, site, credential, created, Optional.empty());
  }

  @Override
  public void rename(long id, String name) {
    handle.execute("UPDATE passkey SET name = ? WHERE id = ?", name, id);
  }

  @Override
  public void use(long id, Passkey.Credential now, Instant at) {
    handle.execute(
        "UPDATE passkey SET sign_count = ?, backed_up = ?, used = ? WHERE id = ?",
        now.signCount(),
        now.backedUp(),
        at,
        id);
  }

  @Override
  public void delete(long id) {
    handle.execute("DELETE FROM passkey WHERE id = ?", id);
  }

  @Override
  public void deleteAllOf(FeedId member) {
    handle.execute("DELETE FROM passkey WHERE member = ?", member);
  }

  private static Passkey row(RowView row) throws SQLException {
    return new Passkey(
        row.getColumn("id", Long.class),
        row.getColumn("member", FeedId.class),
        row.getColumn("name", String.class),
        row.getColumn("site", String.class),
        new Passkey.Credential(
            row.getColumn("credential", String.class),
            row.getColumn("public_key", String.class),
            row.getColumn("user_handle", String.class),
            row.getColumn("sign_count", Long.class),
            row.getColumn("synced", Boolean.class),
            row.getColumn("backed_up", Boolean.class)),
        row.getColumn("created", Instant.class),
        Columns.optional(row, "used", Instant.class));
  }
}
