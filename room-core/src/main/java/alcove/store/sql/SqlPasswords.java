package alcove.store.sql;

import alcove.identity.FeedId;
import alcove.room.registry.Tables;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The tables {@code password} and {@code reset_link}. */
record SqlPasswords(Handle handle) implements Tables.PasswordTable {
  @Override
  public Optional<String> find(FeedId member) {
    return handle
        .select("SELECT hash FROM password WHERE member = ?", member)
        .mapTo(String.class)
        .findOne();
  }

  @Override
  public void put(FeedId member, String hash, Instant changed) {
    delete("password", member);
    handle.execute(
        "INSERT INTO password (member, hash, changed) VALUES (?, ?, ?)", member, hash, changed);
  }

  @Override
  public void deleteAllOf(FeedId member) {
    delete("password", member);
    deleteReset(member);
  }

  @Override
  public void putReset(FeedId member, String tokenHash, Instant expires) {
    deleteReset(member);
    handle.execute(
        "INSERT INTO reset_link (member, token_hash, expires) VALUES (?, ?, ?)",
        member,
        tokenHash,
        expires);
  }

  @Override
  public Optional<Instant> resetEnd(FeedId member) {
    return handle
        .select("SELECT expires FROM reset_link WHERE member = ?", member)
        .mapTo(Instant.class)
        .findOne();
  }

  @Override
  public Optional<FeedId> resetting(String tokenHash, Instant now) {
    return handle
        .select(
            "SELECT member FROM reset_link WHERE token_hash = ? AND expires > ?", tokenHash, now)
        .mapTo(FeedId.class)
        .findOne();
  }

  @Override
  public void deleteReset(FeedId member) {
    delete("reset_link", member);
  }

  private void delete(String table, FeedId member) {
    handle
        .createUpdate("DELETE FROM " + table + " WHERE member = :member")
        .bind("member", member)
        .execute();
  }
}
