package alcove.store.sql;

import alcove.identity.FeedId;
import alcove.room.model.Session;
import alcove.room.model.SignInWay;
import alcove.room.registry.Tables;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code web_session}. */
record SqlSessions(Handle handle) implements Tables.SessionTable {
  @Override
  public Session insert(FeedId member, SignInWay way, String hash, Instant since, Instant expires) {
    long id =
        handle
            .createUpdate(
                "INSERT INTO web_session (token_hash, member, since, seen, expires, way)"
                    + " VALUES (:hash, :member, :since, :since, :expires, :way)")
            .bind("hash", hash)
            .bind("member", member)
            .bind("since", since)
            .bind("expires", expires)
            .bind("way", way)
            .executeAndReturnGeneratedKeys("id")
            .mapTo(Long.class)
            .one();
    return new Session(id, member, way, since, since, expires);
  }

  @Override
  public Optional<Session> findByHash(String hash) {
    return handle
        .createQuery("SELECT * FROM web_session WHERE token_hash = :hash")
        .bind("hash", hash)
        .mapTo(Session.class)
        .findOne();
  }

  @Override
  public List<Session> of(FeedId member) {
    return handle
        .createQuery("SELECT * FROM web_session WHERE member = :member ORDER BY seen DESC, id DESC")
        .bind("member", member)
        .mapTo(Session.class)
        .list();
  }

  @Override
  public void see(long id, Instant seen, Instant expires) {
    handle
        .createUpdate("UPDATE web_session SET seen = :seen, expires = :expires WHERE id = :id")
        .bind("seen", seen)
        .bind("expires", expires)
        .bind("id", id)
        .execute();
  }

  @Override
  public boolean delete(long id) {
    return handle.createUpdate("DELETE FROM web_session WHERE id = :id").bind("id", id).execute()
        == 1;
  }

  @Override
  public void deleteAllOf(FeedId member) {
    handle
        .createUpdate("DELETE FROM web_session WHERE member = :member")
        .bind("member", member)
        .execute();
  }

  @Override
  public void deleteExpired(Instant now) {
    handle.createUpdate("DELETE FROM web_session WHERE expires <= :now").bind("now", now).execute();
  }
}
