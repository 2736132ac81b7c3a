package alcove.store.sql;

import alcove.identity.Word;
import alcove.room.apps.App;
import alcove.room.apps.AppCard;
import alcove.room.apps.AppStore;
import alcove.room.apps.Platform;
import alcove.room.registry.Tables;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.Update;

/** The table {@code app}. */
record SqlApps(Handle handle) implements Tables.AppTable {
  private static final Pattern SPACE = Pattern.compile(" ");

  @Override
  public List<App> all() {
    return handle.select("SELECT * FROM app ORDER BY place, id").map(SqlApps::row).list();
  }

  @Override
  public App insert(AppCard card, int place) {
    long id =
        bind(
                handle.createUpdate(
                    "INSERT INTO app (name, platforms, homepage, browser_link, android_package,"
                        + " play_store, f_droid, app_store, place) VALUES (:name, :platforms,"
                        + " :homepage, :link, :package, :playStore, :fDroid, :appStore, :place)"),
                card)
            .bind("place", place)
            .executeAndReturnGeneratedKeys("id")
            .mapTo(Long.class)
            .one();
    return new App(id, card);
  }

  @Override
  public void update(App app) {
    bind(
            handle.createUpdate(
                "UPDATE app SET name = :name, platforms = :platforms, homepage = :homepage,"
                    + " browser_link = :link, android_package = :package, play_store = :playStore,"
                    + " f_droid = :fDroid, app_store = :appStore WHERE id = :id"),
            app.card())
        .bind("id", app.id())
        .execute();
  }

  private static Update bind(Update update, AppCard card) {
    return update
        .bind("name", card.name())
        .bind(
            "platforms",
            card.platforms().stream().map(Platform::word).collect(Collectors.joining(" ")))
        .bind("homepage", card.homepage())
        .bind("link", card.browserLink().orElse(null))
        .bind("package", card.androidPackage().orElse(null))
        .bind("playStore", card.stores().get(AppStore.PLAY_STORE))
        .bind("fDroid", card.stores().get(AppStore.F_DROID))
        .bind("appStore", card.stores().get(AppStore.APP_STORE));
  }

  @Override
  public void place(long id, int place) {
    handle.execute("UPDATE app SET place = ? WHERE id = ?", place, id);
  }

  @Override
  public void delete(long id) {
    handle.execute("DELETE FROM app WHERE id = ?", id);
  }

  private static App row(RowView row) throws SQLException {
    return new App(
        row.getColumn("id", Long.class),
        new AppCard(
            row.getColumn("name", String.class),
            platforms(row.getColumn("platforms", String.class)),
            row.getColumn("homepage", String.class),
            Columns.optional(row, "browser_link", String.class),
            Columns.optional(row, "android_package", String.class),
            stores(row)));
  }

  private static Map<AppStore, String> stores(RowView row) throws SQLException {
    Map<AppStore, String> stores = new EnumMap<>(AppStore.class);
    for (AppStore store : AppStore.values()) {
      Columns.optional(row, store.name().toLowerCase(Locale.ROOT), String.class)
          .ifPresent(link -> stores.put(store, link));
    }
    return stores;
  }

  private static Set<Platform> platforms(String words) throws SQLException {
    Set<Platform> platforms = EnumSet.noneOf(Platform.class);
    for (String word : SPACE.splitAsStream(words).toList()) {
      platforms.add(
          Word.named(Platform.class, word).orElseThrow(() -> Columns.foreign("platforms", word)));
    }
    return platforms;
  }
}
