package alcove.room.notices;

import alcove.room.apps.App;
import alcove.room.apps.AppCard;
import alcove.room.audit.AuditEvent;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.policy.Action;
import alcove.room.policy.Actor;
import alcove.room.registry.RoomChanges;
import alcove.room.registry.Transaction;
import java.util.ArrayList;
import java.util.List;

/**
 * The apps that pages name, in an order that admins choose. Thread-safe; its methods block, but for
 * {@link #list}.
 */
public final class Apps {
  /** How many there may be. */
  public static final int MOST = 30;

  private final RoomChanges changes;

  public Apps(RoomChanges changes) {
    this.changes = changes;
  }

  /** All, the first that a page names first. Never blocks. */
  public List<App> list() {
    return changes.state().apps();
  }

  /**
   * Adds an app behind the others.
   *
   * @throws RefusedException if the actor may not, something is not as it must be, or there are
   *     many already
   */
  public App add(Actor actor, AppCard card) throws RefusedException {
    return change(
        actor,
        transaction -> {
          card.require();
          List<App> all = transaction.tables().apps().all();
          if (all.size() >= MOST) {
            throw new RefusedException(
                Refusal.TOO_MANY_APPS, "there are at most " + MOST + " apps", MOST);
          }
          App app = transaction.tables().apps().insert(card, all.size() + 1);
          transaction.enter(new AuditEvent.AppAdded(card.name(), card.homepage()));
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
    return change(
        actor,
        transaction -> {
          App before = require(transaction, id);
          card.require();
          App after = new App(id, card);
          if (!after.equals(before)) {
            transaction.tables().apps().update(after);
            transaction.enter(new AuditEvent.AppChanged(card.name(), card.homepage(), 0));
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
    change(
        actor,
        transaction -> {
          App app = require(transaction, id);
          transaction.tables().apps().delete(id);
          arrange(transaction, transaction.tables().apps().all());
          transaction.enter(new AuditEvent.AppRemoved(app.card().name(), app.card().homepage()));
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
    change(
        actor,
        transaction -> {
          App app = require(transaction, id);
          List<App> others = new ArrayList<>(transaction.tables().apps().all());
          others.remove(app);
          int wanted = Math.clamp(place, 1, others.size() + 1);
          others.add(wanted - 1, app);
          arrange(transaction, others);
          transaction.enter(
              new AuditEvent.AppChanged(app.card().name(), app.card().homepage(), wanted));
          return app;
        });
  }

  private <T> T change(Actor actor, Transaction.Work<T> work) throws RefusedException {
    return changes.change(
        actor,
        Action.CHANGE_SETTINGS,
        "only admins choose the apps of invite pages",
        transaction -> {
          T done = work.in(transaction);
          transaction.readApps();
          return done;
        });
  }

  private static App require(Transaction transaction, long id) throws RefusedException {
    return transaction.tables().apps().all().stream()
        .filter(app -> app.id() == id)
        .findFirst()
        .orElseThrow(() -> new RefusedException(Refusal.UNKNOWN, "there is no app number " + id));
  }

  private static void arrange(Transaction transaction, List<App> apps) {
    for (int i = 0; i < apps.size(); i++) {
      transaction.tables().apps().place(apps.get(i).id(), i + 1);
    }
  }
}
