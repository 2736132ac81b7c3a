package alcove.store;

import alcove.identity.FeedId;
import alcove.room.Alias;
import alcove.room.OwnData;
import alcove.room.Page;
import alcove.room.Paging;
import alcove.room.Tables;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The tables {@code alias} and {@code retired_alias}. */
record SqlAliases(Handle handle) implements Tables.AliasTable {
  @Override
  public List<Alias> all() {
    return handle.createQuery("SELECT * FROM alias ORDER BY name").map(SqlAliases::row).list();
  }

  @Override
  public Page<Alias> page(String text, Paging paging) {
    String from =
        " FROM alias WHERE name LIKE LOWER(:part) ESCAPE '!'"
            + " OR LOWER(SUBSTRING(owner FROM 2 FOR 44)) LIKE LOWER(:part) ESCAPE '!'";
    String part = Rows.containing(text);
    int total =
        handle.createQuery("SELECT COUNT(*)" + from).bind("part", part).mapTo(Integer.class).one();
    List<Alias> rows =
        handle
            .createQuery("SELECT *" + from + " ORDER BY name" + Rows.only(paging))
            .bind("part", part)
            .map(SqlAliases::row)
            .list();
    return new Page<>(rows, total, paging);
  }

  @Override
  public Optional<Alias> find(String name) {
    return handle
        .createQuery("SELECT * FROM alias WHERE name = :name")
        .bind("name", name)
        .map(SqlAliases::row)
        .findOne();
  }

  @Override
  public List<Alias> of(FeedId owner) {
    return handle
        .createQuery("SELECT * FROM alias WHERE owner = :owner ORDER BY name")
        .bind("owner", owner.toString())
        .map(SqlAliases::row)
        .list();
  }

  @Override
  public void insert(Alias alias) {
    handle
        .createUpdate(
            "INSERT INTO alias (name, owner, signature, since)"
                + " VALUES (:name, :owner, :signature, :since)")
        .bind("name", alias.name())
        .bind("owner", alias.owner().toString())
        .bind("signature", alias.signature().toString())
        .bind("since", Rows.time(alias.since()))
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
        .bind("owner", lastOwner.toString())
        .bind("until", Rows.time(until))
        .execute();
  }

  @Override
  public Optional<FeedId> retiredBy(String name, Instant now) {
    return handle
        .createQuery("SELECT last_owner FROM retired_alias WHERE name = :name AND until > :now")
        .bind("name", name)
        .bind("now", Rows.time(now))
        .map((row, context) -> Rows.id(row, "last_owner"))
        .findOne();
  }

  @Override
  public List<OwnData.FormerAlias> retiredOf(FeedId lastOwner) {
    return handle
        .createQuery(
            "SELECT name, until FROM retired_alias WHERE last_owner = :owner ORDER BY name")
        .bind("owner", lastOwner.toString())
        .map(
            (row, context) ->
                new OwnData.FormerAlias(row.getString("name"), Rows.instant(row, "until")))
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
        .bind("one", one.toString())
        .bind("other", other.toString())
        .execute();
  }

  private static Alias row(ResultSet row, StatementContext context) throws SQLException {
    return new Alias(
        row.getString("name"),
        Rows.id(row, "owner"),
        Rows.signature(row, "signature"),
        Rows.instant(row, "since"));
  }
}
