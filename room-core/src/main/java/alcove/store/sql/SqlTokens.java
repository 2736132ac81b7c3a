package alcove.store.sql;

import alcove.room.registry.Tables;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** The table {@code setup_token}. */
record SqlTokens(Handle handle) implements Tables.TokenTable {
  @Override
  public void putSetup(String hash, Instant at) {
    deleteSetup();
    handle
        .createUpdate("INSERT INTO setup_token (token_hash, created) VALUES (:hash, :at)")
        .bind("hash", hash)
        .bind("at", at)
        .execute();
  }

  @Override
  public boolean isSetup(String hash) {
    return handle
        .createQuery("SELECT token_hash FROM setup_token WHERE token_hash = :hash")
        .bind("hash", hash)
        .mapTo(String.class)
        .findOne()
        .isPresent();
  }

  @Override
  public void deleteSetup() {
    handle.execute("DELETE FROM setup_token");
  }
}
