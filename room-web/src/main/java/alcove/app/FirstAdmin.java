package alcove.app;

import alcove.ops.terminal.CommandException;
import alcove.room.Room;
import alcove.room.model.RefusedException;
import alcove.room.model.SecretToken;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that a room can get an admin. */
final class FirstAdmin {
  private static final Logger log = LoggerFactory.getLogger(FirstAdmin.class);

  private FirstAdmin() {}

  /**
   * In a room without an admin, makes the one that its operator named, or a secret by which
   * somebody becomes it. Blocks.
   */
  static Optional<SecretToken> appoint(RoomConfig config, Room room) throws CommandException {
    if (room.setup().hasAdmin()) {
      return Optional.empty();
    }
    try {
      if (config.get(Setting.ADMIN).isEmpty()) {
        // a node that is started must not end what another one has told its operator
        return Optional.of(
            config.get(Setting.CLUSTER) ? room.setup().addToken() : room.setup().newToken());
      }
      room.setup().byOperator(config.get(Setting.ADMIN).get());
      log.info("{} is the admin now", config.get(Setting.ADMIN).get().shortName());
      return Optional.empty();
    } catch (RefusedException e) {
      throw new CommandException("%s: %s".formatted(Setting.ADMIN.flag(), e.text()), e);
    }
  }
}
