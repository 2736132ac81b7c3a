package alcove.store.sql;

import alcove.identity.FeedId;
import alcove.room.model.Alias;
import alcove.room.model.Page;
import alcove.room.model.Paging;
import alcove.room.names.FormerAlias;
import alcove.room.registry.Tables;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The tables {@code alias} and {@code retired_alias}. */
record SqlAliases(Handle handle) implements Tables.AliasTable {
  @Override
  public List<Alias> all() {
    return handle.select("SELECT * FROM alias ORDER BY name").mapTo(Alias.class).list();
  }

  @Override
  public Page<Alias> page(String text, Paging paging) {
    String from =
        " FROM alias WHERE name LIKE LOWER(:part) ESCAPE '!'"
            + " OR LOWER(SUBSTRING(owner FROM 2 FOR 44)) LIKE LOWER(:part) ESCAPE '!'";
    String part = Columns.containing(text);
    int total =
        handle.createQuery("SELECT COUNT(*)" + from).bind("part", part).mapTo(Integer.class).one();
    List<Alias> rows =
        handle
            .createQuery("SELECT *" + from + " ORDER BY name" + Columns.only(paging))
            .bind("part", part)
            .mapTo(Alias.class)
            .list();
    return new Page<>(rows, total, paging);
  }

  @Override
  public Optional<Alias> find(String name) {
    return handle.select("SELECT * FROM alias WHERE name = ?", name).mapTo(Alias.class).findOne();
  }

  @Override
  public List<Alias> of(FeedId owner) {
    return handle
        .select("SELECT * FROM alias WHERE owner = ? ORDER BY name", owner)
        .mapTo(Alias.class)
        .list();
  }

  @Override
  public void insert(Alias alias) {
    handle.execute(
        "INSERT INTO alias (name, owner, signature, since) VALUES (?, ?, ?, ?)",
        alias.name(),
        alias.owner(),
        alias.signature(),
        alias.since());
  }

  @Override
  public boolean delete(String name) {
    return handle.execute("DELETE FROM alias WHERE name = ?", name) > 0;
  }

  @Override
  public void retire(String name, FeedId lastOwner, Instant until) {
    unretire(name);
    handle.execute(
        "INSERT INTO retired_alias (name, last_owner, until) VALUES (?, ?, ?)",
        name,
        lastOwner,
        until);
  }

  @Override
  public Optional<FeedId> retiredBy(String name, Instant now) {
    return handle
        .select("SELECT last_owner FROM retired_alias WHERE name = ? AND until > ?", name, now)
        .mapTo(FeedId.class)
        .findOne();
  }

  @Override
  public List<FormerAlias> retiredOf(FeedId lastOwner) {
    return handle
        .select(
            "SELECT name, until FROM retired_alias WHERE last_owner = ? ORDER BY name", lastOwner)
        .mapTo(FormerAlias.class)
        .list();
  }

  @Override
  public List<String> retiredOfOthers(FeedId lastOwner, Instant now) {
    return handle
        .select(
            "SELECT name FROM retired_alias WHERE last_owner <> ? AND until > ?", lastOwner, now)
        .mapTo(String.class)
        .list();
  }

  @Override
  public void unretire(String name) {
    handle.execute("DELETE FROM retired_alias WHERE name = ?", name);
  }

  @Override
  public void keepFor(FeedId one, FeedId other) {
    handle.execute("UPDATE retired_alias SET last_owner = ? WHERE last_owner = ?", other, one);
  }
}
