package alcove.room;

import java.util.ArrayList;
import java.util.List;

/**
 * The apps that pages name, in an order that admins choose. Thread-safe; its methods block, but for
 * {@link #list}.
 */
public final class Apps {
  /** How many there may be. */
  public static final int MOST = 30;

  private static final String WHO = "only admins choose the apps of invite pages";

  private final Books books;
  private volatile List<App> all = List.of();

  Apps(Books books) {
    this.books = books;
    books.follow(tables -> all = tables.apps().all());
  }

  /** All, the first that a page names first. Never blocks. */
  public List<App> list() {
    return all;
  }

  private void remember(Books.Change change) {
    List<App> now = change.tables().apps().all();
    change.whenDurable(() -> all = now);
  }

  /**
   * Adds an app behind the others.
   *
   * @throws RefusedException if the actor may not, something is not as it must be, or there are
   *     many already
   */
  public App add(Actor actor, AppCard card) throws RefusedException {
    return books.change(
        change -> {
          change.require(actor, Action.CHANGE_SETTINGS, WHO);
          card.require();
          List<App> all = change.tables().apps().all();
          if (all.size() >= MOST) {
            throw new RefusedException(
                Refusal.TOO_MANY_APPS, "there are at most " + MOST + " apps");
          }
          App app = change.tables().apps().insert(card, all.size() + 1);
          change.audit(actor, new AuditEvent.AppAdded(card.name(), card.homepage()));
          remember(change);
          return app;
        });
  }

  /**
   * Says something else of an app.
   *
   * @throws RefusedException if there is none such, the actor may not, or something is not as it
   *     must be
   */
  public App change(Actor actor, long id, AppCard card) throws RefusedException {
    return books.change(
        change -> {
          change.require(actor, Action.CHANGE_SETTINGS, WHO);
          App before = require(change, id);
          card.require();
          App after = new App(id, card);
          if (!after.equals(before)) {
            change.tables().apps().update(after);
            change.audit(actor, new AuditEvent.AppChanged(card.name(), card.homepage(), 0));
            remember(change);
          }
          return after;
        });
  }

  /**
   * Names an app no longer.
   *
   * @throws RefusedException if there is none such, or the actor may not
   */
  public void remove(Actor actor, long id) throws RefusedException {
    books.change(
        change -> {
          change.require(actor, Action.CHANGE_SETTINGS, WHO);
          App app = require(change, id);
          change.tables().apps().delete(id);
          arrange(change, change.tables().apps().all());
          change.audit(actor, new AuditEvent.AppRemoved(app.card().name(), app.card().homepage()));
          remember(change);
          return app;
        });
  }

  /**
   * Moves an app to another place.
   *
   * @param place counted from 1; what is less or more is the first or the last
   * @throws RefusedException if there is none such, or the actor may not
   */
  public void move(Actor actor, long id, int place) throws RefusedException {
    books.change(
        change -> {
          change.require(actor, Action.CHANGE_SETTINGS, WHO);
          App app = require(change, id);
          List<App> others = new ArrayList<>(change.tables().apps().all());
          others.remove(app);
          int wanted = Math.clamp(place, 1, others.size() + 1);
          others.add(wanted - 1, app);
          arrange(change, others);
          change.audit(
              actor, new AuditEvent.AppChanged(app.card().name(), app.card().homepage(), wanted));
          remember(change);
          return app;
        });
  }

  private static App require(Books.Change change, long id) throws RefusedException {
    return change.tables().apps().all().stream()
        .filter(app -> app.id() == id)
        .findFirst()
        .orElseThrow(() -> new RefusedException(Refusal.UNKNOWN, "there is no app number " + id));
  }

  private static void arrange(Books.Change change, List<App> apps) {
    for (int i = 0; i < apps.size(); i++) {
      change.tables().apps().place(apps.get(i).id(), i + 1);
    }
  }
}
