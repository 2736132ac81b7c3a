package alcove.web.dashboard;

import alcove.room.App;
import alcove.room.Apps;
import alcove.room.Platform;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The apps that invite pages name.
 *
 * @param rows in their order on these pages
 * @param add the form that adds one; null where there are as many as there may be
 * @param done the word for what was just done
 */
record AppsPage(List<Row> rows, @Nullable AppForm add, @Nullable String done) {
  /**
   * One app.
   *
   * @param place counted from 1
   * @param platforms the ends of their texts' keys
   * @param opens whether a link opens invites in it in the browser
   */
  record Row(
      long id, int place, String name, String homepage, List<String> platforms, boolean opens) {}

  static AppsPage of(List<App> apps, AppForm form, @Nullable String done) {
    List<Row> rows = new ArrayList<>();
    for (App app : apps) {
      rows.add(
          new Row(
              app.id(),
              rows.size() + 1,
              app.card().name(),
              app.card().homepage(),
              app.card().platforms().stream().map(Platform::word).toList(),
              app.card().browserLink().isPresent()));
    }
    return new AppsPage(rows, apps.size() < Apps.MOST ? form : null, done);
  }
}
