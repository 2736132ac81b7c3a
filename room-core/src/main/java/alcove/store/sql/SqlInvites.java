package alcove.store.sql;

import alcove.identity.FeedId;
import alcove.room.model.Invite;
import alcove.room.model.InviteFilter;
import alcove.room.model.InviteSort;
import alcove.room.model.InviteTerms;
import alcove.room.model.MemberSearch;
import alcove.room.model.Page;
import alcove.room.model.Paging;
import alcove.room.policy.Actor;
import alcove.room.registry.Tables;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The tables {@code invite} and {@code invite_claim}. */
record SqlInvites(Handle handle) implements Tables.InviteTable {
  private static final String[] COLUMNS = {
    "id",
    "label",
    "created_kind",
    "created_by",
    "created",
    "uses",
    "uses_left",
    "expires",
    "revoked",
    "introduce"
  };
  private static final Set<Invite.State> TIMED = Set.of(Invite.State.OPEN, Invite.State.EXPIRED);

  @Override
  public List<Invite> all() {
    return list(
        handle.select("SELECT * FROM invite ORDER BY id DESC"),
        handle.select("SELECT * FROM invite_claim ORDER BY id"));
  }

  private static List<Invite> list(Query invites, Query ofClaims) {
    Map<Long, List<Invite.Claim>> claims = new HashMap<>();
    ofClaims
        .map(row -> Map.entry(row.getColumn("invite", Long.class), claim(row)))
        .forEach(
            each ->
                claims
                    .computeIfAbsent(each.getKey(), id -> new ArrayList<>())
                    .add(each.getValue()));
    return invites
        .map(row -> row(row, claims.getOrDefault(row.getColumn("id", Long.class), List.of())))
        .list();
  }

  @Override
  public Page<Invite> page(
      InviteFilter filter, Optional<Tables.Sought> sought, Instant now, Paging paging) {
    Page<Long> ids =
        sought.isPresent()
            ? Page.of(found(filter, sought.get(), now), paging)
            : new Page<>(
                bind(
                        handle.createQuery(
                            "SELECT id"
                                + fits(filter)
                                + order(filter.sort())
                                + Columns.only(paging)),
                        filter,
                        now)
                    .mapTo(Long.class)
                    .list(),
                count(filter, sought, now),
                paging);
    Map<Long, Invite> byId = new HashMap<>();
    if (!ids.rows().isEmpty()) {
      withIds(ids.rows()).forEach(invite -> byId.put(invite.id(), invite));
    }
    return new Page<>(
        ids.rows().stream().map(byId::get).filter(Objects::nonNull).toList(), ids.total(), paging);
  }

  @Override
  public int count(InviteFilter filter, Optional<Tables.Sought> sought, Instant now) {
    return sought.isPresent()
        ? found(filter, sought.get(), now).size()
        : bind(handle.createQuery("SELECT COUNT(*)" + fits(filter)), filter, now)
            .mapTo(Integer.class)
            .one();
  }

  @Override
  public Set<Long> labelled(String part, Optional<Actor> creator) {
    Query query =
        handle
            .createQuery(
                "SELECT id FROM invite WHERE LOWER(label) LIKE :part ESCAPE '!'"
                    + creator.map(_ -> " AND created_by = :creator").orElse(""))
            .bind("part", Columns.containing(part));
    creator.ifPresent(one -> query.bind("creator", one.id()));
    return query.mapTo(Long.class).collectIntoSet();
  }

  /**
   * The numbers of those that fit, in order. The text is looked for here: databases would look for
   * each person anew for each invite.
   */
  private List<Long> found(InviteFilter filter, Tables.Sought sought, Instant now) {
    Predicate<@Nullable String> person = person(sought);
    Set<Long> claimed =
        handle
            .createQuery("SELECT invite, claimed_by FROM invite_claim")
            .map((row, _) -> numberIf(person.test(row.getString(2)), row))
            .collect(Collectors.flatMapping(Optional::stream, Collectors.toSet()));
    return bind(
            handle.createQuery(
                "SELECT id, created_by, label" + fits(filter) + order(filter.sort())),
            filter,
            now)
        .map(
            (row, _) ->
                numberIf(
                    claimed.contains(row.getLong(1))
                        || person.test(row.getString(2))
                        || row.getString(3).toLowerCase(Locale.ROOT).contains(sought.part()),
                    row))
        .collect(Collectors.flatMapping(Optional::stream, Collectors.toList()));
  }

  private static Optional<Long> numberIf(boolean fits, ResultSet row) throws SQLException {
    return fits ? Optional.of(row.getLong(1)) : Optional.empty();
  }

  /** What tells whether a column has an id that is sought, or of somebody who is called so. */
  private static Predicate<@Nullable String> person(Tables.Sought sought) {
    Set<String> called = sought.called().stream().map(FeedId::toString).collect(Collectors.toSet());
    return id ->
        id != null
            && (called.contains(id)
                || MemberSearch.bare(id).toLowerCase(Locale.ROOT).contains(sought.part()));
  }

  private static String fits(InviteFilter filter) {
    return " FROM invite WHERE (CAST(:creator AS VARCHAR) IS NULL OR created_by = :creator)"
        + filter.number().map(number -> " AND id = " + number).orElse("")
        + " AND "
        + filter.state().map(SqlInvites::condition).orElse("1 = 1");
  }

  private static Query bind(Query query, InviteFilter filter, Instant now) {
    if (filter.state().stream().anyMatch(TIMED::contains)) {
      query.bind("now", now);
    }
    return query.bind("creator", filter.creator());
  }

  private static String order(InviteSort sort) {
    return " ORDER BY "
        + switch (sort) {
          case NEWEST -> "id DESC";
          case OLDEST -> "id";
          case LABEL -> "NULLIF(LOWER(label), '') NULLS LAST, id DESC";
          case END -> "expires NULLS LAST, id DESC";
        };
  }

  /** As {@link Invite#state} has it. */
  private static String condition(Invite.State state) {
    return switch (state) {
      case SPENT -> "uses_left = 0";
      case REVOKED -> "uses_left > 0 AND revoked IS NOT NULL";
      case EXPIRED -> "uses_left > 0 AND revoked IS NULL AND expires <= :now";
      case OPEN -> "uses_left > 0 AND revoked IS NULL AND (expires IS NULL OR expires > :now)";
    };
  }

  private List<Invite> withIds(List<Long> ids) {
    return list(
        handle
            .select("SELECT * FROM invite WHERE id IN (<ids>) ORDER BY id DESC")
            .bindList("ids", ids),
        handle
            .select("SELECT * FROM invite_claim WHERE invite IN (<ids>) ORDER BY id")
            .bindList("ids", ids));
  }

  @Override
  public Optional<Invite> find(long id) {
    return withIds(List.of(id)).stream().findFirst();
  }

  @Override
  public Optional<Invite> findByHash(String hash) {
    return handle
        .select("SELECT id FROM invite WHERE token_hash = ?", hash)
        .mapTo(Long.class)
        .findOne()
        .flatMap(this::find);
  }

  @Override
  public Invite insert(InviteTerms terms, String hash, Actor createdBy, Instant created) {
    return handle
        .createUpdate(
            "INSERT INTO invite (token_hash, label, created_kind, created_by, created, uses,"
                + " uses_left, expires, introduce) VALUES (:hash, :label, :kind, :by, :created,"
                + " :uses, :uses, :expires, :introduce)")
        .bind("hash", hash)
        .bind("kind", createdBy.kind())
        .bind("by", createdBy.id())
        .bind("created", created)
        .bindMethods(terms)
        .executeAndReturnGeneratedKeys(COLUMNS)
        .map(row -> row(row, List.of()))
        .one();
  }

  @Override
  public void replaceHash(long id, String hash) {
    handle.execute("UPDATE invite SET token_hash = ? WHERE id = ?", hash, id);
  }

  @Override
  public void revoke(long id, Instant at) {
    handle.execute("UPDATE invite SET revoked = ? WHERE id = ? AND revoked IS NULL", at, id);
  }

  @Override
  public void reopen(long id) {
    handle.execute("UPDATE invite SET revoked = NULL WHERE id = ?", id);
  }

  @Override
  public void revokeOpenOf(FeedId creator, Instant at) {
    handle.execute(
        "UPDATE invite SET revoked = ?"
            + " WHERE created_by = ? AND revoked IS NULL AND uses_left > 0",
        at,
        creator);
  }

  @Override
  public boolean spend(long id, Instant now) {
    return handle.execute(
            "UPDATE invite SET uses_left = uses_left - 1 WHERE id = ? AND uses_left > 0"
                + " AND revoked IS NULL AND (expires IS NULL OR expires > ?)",
            id,
            now)
        == 1;
  }

  @Override
  public void addClaim(long id, Invite.Claim claim, Optional<String> pageHash) {
    handle
        .createUpdate(
            "INSERT INTO invite_claim (invite, claimed_by, claimed, page_hash)"
                + " VALUES (:invite, :by, :at, :page)")
        .bind("invite", id)
        .bind("by", claim.by())
        .bind("at", claim.at())
        .bind("page", pageHash.orElse(null))
        .execute();
  }

  @Override
  public Optional<FeedId> claimant(long id, String pageHash) {
    return handle
        .select(
            "SELECT claimed_by FROM invite_claim WHERE invite = ? AND page_hash = ?"
                + " ORDER BY id DESC",
            id,
            pageHash)
        .mapTo(FeedId.class)
        .findFirst();
  }

  @Override
  public void replace(FeedId one, FeedId other) {
    handle.execute("UPDATE invite SET created_by = ? WHERE created_by = ?", other, one);
    handle.execute("UPDATE invite_claim SET claimed_by = ? WHERE claimed_by = ?", other, one);
  }

  private static Invite row(RowView row, List<Invite.Claim> claims) throws SQLException {
    return new Invite(
        row.getColumn("id", Long.class),
        row.getColumn("label", String.class),
        Columns.actor(row, "created_kind", "created_by"),
        row.getColumn("created", Instant.class),
        row.getColumn("uses", Integer.class),
        row.getColumn("uses_left", Integer.class),
        Columns.optional(row, "expires", Instant.class),
        Columns.optional(row, "revoked", Instant.class),
        row.getColumn("introduce", Boolean.class),
        claims);
  }

  private static Invite.Claim claim(RowView row) throws SQLException {
    return new Invite.Claim(
        row.getColumn("claimed_by", FeedId.class), row.getColumn("claimed", Instant.class));
  }
}
