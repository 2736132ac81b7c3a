package alcove.room.notices;

import alcove.room.audit.AuditEvent;
import alcove.room.model.Picture;
import alcove.room.model.RefusedException;
import alcove.room.policy.Action;
import alcove.room.policy.Actor;
import alcove.room.registry.RoomChanges;
import java.util.Optional;

/** The room's picture. Thread-safe; changing it blocks. */
public final class Pictures {
  private final RoomChanges changes;

  public Pictures(RoomChanges changes) {
    this.changes = changes;
  }

  /** The one that is up, if there is one. Never blocks. */
  public Optional<Picture> present() {
    return changes.state().picture();
  }

  /**
   * Puts one up, or takes it down.
   *
   * @throws RefusedException if the actor may not
   */
  public void change(Actor actor, Optional<Picture> picture) throws RefusedException {
    changes.change(
        actor,
        Action.CHANGE_SETTINGS,
        "only admins choose the picture of the room",
        transaction -> {
          if (picture.isPresent() || present().isPresent()) {
            transaction.put(picture);
            transaction.enter(
                picture.isPresent()
                    ? new AuditEvent.PictureChanged()
                    : new AuditEvent.PictureRemoved());
          }
          return picture;
        });
  }
}
