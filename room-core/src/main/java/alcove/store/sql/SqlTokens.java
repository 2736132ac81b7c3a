package alcove.store.sql;

import alcove.room.registry.Tables;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** The table {@code setup_token}. */
record SqlTokens(Handle handle) implements Tables.TokenTable {
  @Override
  public void putSetup(String hash, Instant at) {
    deleteSetup();
    handle.execute("INSERT INTO setup_token (token_hash, created) VALUES (?, ?)", hash, at);
  }

  @Override
  public void addSetup(String hash, Instant at, int most) {
    handle.execute("INSERT INTO setup_token (token_hash, created) VALUES (?, ?)", hash, at);
    handle.execute(
        "DELETE FROM setup_token WHERE token_hash <> ? AND token_hash NOT IN (SELECT token_hash"
            + " FROM setup_token ORDER BY created DESC, token_hash LIMIT ?)",
        hash,
        most);
  }

  @Override
  public boolean isSetup(String hash) {
    return handle
        .select("SELECT token_hash FROM setup_token WHERE token_hash = ?", hash)
        .mapTo(String.class)
        .findOne()
        .isPresent();
  }

  @Override
  public void deleteSetup() {
    handle.execute("DELETE FROM setup_token");
  }
}
