package alcove.store.sql;

import alcove.identity.FeedId;
import alcove.room.model.Alias;
import alcove.room.model.FormerAlias;
import alcove.room.model.Page;
import alcove.room.model.Paging;
import alcove.room.registry.Tables;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The tables {@code alias} and {@code retired_alias}. */
record SqlAliases(Handle handle) implements Tables.AliasTable {
  @Override
  public List<Alias> all() {
    return handle.createQuery("SELECT * FROM alias ORDER BY name").mapTo(Alias.class).list();
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
    return handle
        .createQuery("SELECT * FROM alias WHERE name = :name")
        .bind("name", name)
        .mapTo(Alias.class)
        .findOne();
  }

  @Override
  public List<Alias> of(FeedId owner) {
    return handle
        .createQuery("SELECT * FROM alias WHERE owner = :owner ORDER BY name")
        .bind("owner", owner)
        .mapTo(Alias.class)
        .list();
  }

  @Override
  public void insert(Alias alias) {
    handle
        .createUpdate(
            "INSERT INTO alias (name, owner, signature, since)"
                + " VALUES (:name, :owner, :signature, :since)")
        .bind("name", alias.name())
        .bind("owner", alias.owner())
        .bind("signature", alias.signature())
        .bind("since", alias.since())
        .execute();
  }

  @Override
  public boolean delete(String name) {
    return handle.createUpdate("DELETE FROM alias WHERE name = :name").bind("name", name).execute()
        > 0;
  }

  @Override
  public void retire(String name, FeedId lastOwner, Instant until) {
    unretire(name);
    handle
        .createUpdate(
            "INSERT INTO retired_alias (name, last_owner, until) VALUES (:name, :owner, :until)")
        .bind("name", name)
        .bind("owner", lastOwner)
        .bind("until", until)
        .execute();
  }

  @Override
  public Optional<FeedId> retiredBy(String name, Instant now) {
    return handle
        .createQuery("SELECT last_owner FROM retired_alias WHERE name = :name AND until > :now")
        .bind("name", name)
        .bind("now", now)
        .mapTo(FeedId.class)
        .findOne();
  }

  @Override
  public List<FormerAlias> retiredOf(FeedId lastOwner) {
    return handle
        .createQuery(
            "SELECT name, until FROM retired_alias WHERE last_owner = :owner ORDER BY name")
        .bind("owner", lastOwner)
        .mapTo(FormerAlias.class)
        .list();
  }

  @Override
  public void unretire(String name) {
    handle
        .createUpdate("DELETE FROM retired_alias WHERE name = :name")
        .bind("name", name)
        .execute();
  }

  @Override
  public void keepFor(FeedId one, FeedId other) {
    handle
        .createUpdate("UPDATE retired_alias SET last_owner = :other WHERE last_owner = :one")
        .bind("one", one)
        .bind("other", other)
        .execute();
  }
}
