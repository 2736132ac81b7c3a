package alcove.store.sql;

import alcove.identity.FeedId;
import alcove.room.model.Session;
import alcove.room.model.SignInWay;
import alcove.room.registry.Tables;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The table {@code web_session}. */
record SqlSessions(Handle handle) implements Tables.SessionTable {
  @Override
  public Session insert(
      FeedId member,
      SignInWay way,
      Session.Device device,
      String hash,
      Instant since,
      Instant expires) {
    return handle
        .createUpdate(
            "INSERT INTO web_session (token_hash, member, since, seen, expires, way, device)"
                + " VALUES (:hash, :member, :since, :since, :expires, :way, :device)")
        .bind("hash", hash)
        .bind("member", member)
        .bind("since", since)
        .bind("expires", expires)
        .bind("way", way)
        .bind("device", device)
        .executeAndReturnGeneratedKeys("id", "member", "way", "device", "since", "seen", "expires")
        .mapTo(Session.class)
        .one();
  }

  @Override
  public Optional<Session> findByHash(String hash) {
    return handle
        .select("SELECT * FROM web_session WHERE token_hash = ?", hash)
        .mapTo(Session.class)
        .findOne();
  }

  @Override
  public Set<String> findHashes(Set<String> hashes) {
    return hashes.isEmpty()
        ? Set.of()
        : handle
            .select("SELECT token_hash FROM web_session WHERE token_hash IN (<hashes>)")
            .bindList("hashes", List.copyOf(hashes))
            .mapTo(String.class)
            .set();
  }

  @Override
  public List<Session> of(FeedId member) {
    return handle
        .select("SELECT * FROM web_session WHERE member = ? ORDER BY seen DESC, id DESC", member)
        .mapTo(Session.class)
        .list();
  }

  @Override
  public void see(long id, Instant seen, Instant expires) {
    handle.execute("UPDATE web_session SET seen = ?, expires = ? WHERE id = ?", seen, expires, id);
  }

  @Override
  public boolean delete(long id) {
    return handle.execute("DELETE FROM web_session WHERE id = ?", id) == 1;
  }

  @Override
  public void deleteAllOf(FeedId member) {
    handle.execute("DELETE FROM web_session WHERE member = ?", member);
  }

  @Override
  public void deleteExpired(Instant now) {
    handle.execute("DELETE FROM web_session WHERE expires <= ?", now);
  }
}
