package alcove.store;

import alcove.room.model.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The migrations that this program carries, and whether a database has had them. Immutable.
 *
 * <p>One whose name begins with {@code expand} ({@code V7__expand_shoe_size.sql}) is such that the
 * program before it can go on with the new schema: it adds what that one never asks for, with
 * defaults. The history of the database keeps the name, by which that program knows it.
 *
 * <p>Flyway runs them, and is not even loaded where there is nothing to run: it would double the
 * time of every start.
 *
 * @param paths where each lies among the resources, in order: the first makes schema 1
 */
record Migrations(List<String> paths) {
  /** Those of this program. */
  static final Migrations OWN =
      new Migrations(
          List.of(
              "alcove/store/migrations/V1__registry.sql",
              "alcove/store/migrations/V2__sign_in.sql",
              "alcove/store/migrations/V3__people.sql",
              "alcove/store/migrations/V4__room_identity.sql",
              "alcove/store/migrations/V5__audit_event.sql",
              "alcove/store/migrations/V6__people_told_apart.sql"));

  private static final Pattern MADE =
      Pattern.compile("^CREATE (?:TABLE|INDEX) (\\w+)", Pattern.MULTILINE);

  /** How the history of a database writes the beginning of such a name. */
  private static final String EXPANDS = "expand ";

  Migrations {
    paths = List.copyOf(paths);
  }

  /** The schema that they lead to. */
  int newest() {
    return paths.size();
  }

  /**
   * Compares what was done to a database with what this program would do.
   *
   * @param done what its history tells
   * @return the schema it has; 0: it has none
   * @throws StorageException if its schema is not one of this program's
   */
  int schema(DatabaseUrl url, List<Done> done) {
    return schema(url, done, false);
  }

  /**
   * The same where nodes of two versions may share it.
   *
   * @param isShared whether one schema more than this program's is fine, if it only expands
   */
  int schema(DatabaseUrl url, List<Done> done, boolean isShared) {
    boolean isExpanded =
        isShared
            && done.size() == newest() + 1
            && done.getLast().success()
            && done.getLast().description().startsWith(EXPANDS);
    requireOurs(url, isExpanded ? done.subList(0, newest()) : done);
    return done.size();
  }

  private void requireOurs(DatabaseUrl url, List<Done> done) {
    for (int place = 0; place < done.size(); place++) {
      Done each = done.get(place);
      if (!each.success()) {
        throw Failures.refusal(
            "%s: a change to schema %s failed half-way; restore a backup made before it",
            url.shown(), each.version());
      }
      if (place >= newest()) {
        throw Failures.refusal(
            "%s has schema %s, but this Alcove knows schema %d at most: a newer one made "
                + "it; run that one, or restore a backup made before it",
            url.shown(), done.getLast().version(), newest());
      }
      if (!each.version().equals(Integer.toString(place + 1))
          || each.checksum() != checksum(place)) {
        throw Failures.refusal(
            "%s came to schema %s in another way than this Alcove would take: run the "
                + "Alcove that made it",
            url.shown(), each.version());
      }
    }
  }

  /** One line of a database's history. */
  record Done(String version, String description, int checksum, boolean success) {}

  /** Whether all that is to be done to a registry of this schema only expands it. */
  boolean expandFrom(int schema) {
    return schema > 0
        && paths.subList(Math.min(schema, newest()), newest()).stream()
            .allMatch(path -> path.contains("__expand_"));
  }

  /** The names of the tables and indexes that make up a schema, in lower case. */
  Set<String> names(int schema) {
    Set<String> names = new TreeSet<>();
    for (int place = 0; place < schema; place++) {
      Matcher made = MADE.matcher(String.join("\n", lines(place)));
      while (made.find()) {
        names.add(made.group(1));
      }
    }
    return names;
  }

  /** Flyway's checksum: a CRC-32 over the lines, whatever ends them. */
  private int checksum(int place) {
    CRC32 sum = new CRC32();
    lines(place).forEach(line -> sum.update(line.getBytes(StandardCharsets.UTF_8)));
    return (int) sum.getValue();
  }

  private List<String> lines(int place) {
    try (var in = Migrations.class.getClassLoader().getResourceAsStream(paths.get(place))) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .toList();
    } catch (IOException e) {
      throw new StorageException("cannot read a migration of this program: " + e.getMessage(), e);
    }
  }

  /**
   * Brings a database to a schema.
   *
   * @param target 1 to {@link #newest}
   */
  void run(DatabaseUrl url, DataSource source, int target) {
    run(url, source, target, false);
  }

  /** The same for a database that has a mark, which Flyway notes as its own kind of beginning. */
  void runBesideMark(DatabaseUrl url, DataSource source, int target) {
    run(url, source, target, true);
  }

  private void run(DatabaseUrl url, DataSource source, int target, boolean isMarked) {
    List<String> locations = new ArrayList<>();
    for (String path : paths) {
      String folder = "classpath:" + path.substring(0, path.lastIndexOf('/'));
      if (!locations.contains(folder)) {
        locations.add(folder);
      }
    }
    try {
      Flyway.configure(Migrations.class.getClassLoader())
          .dataSource(source)
          .locations(locations.toArray(String[]::new))
          .callbacks(new FormerAuditEntries())
          .target(Integer.toString(target))
          .baselineOnMigrate(isMarked)
          .baselineVersion("0")
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new StorageException(
          "%s cannot be brought to schema %s: %s"
              .formatted(url.shown(), target, Failures.reason(e)),
          e);
    }
  }
}
