package alcove.ops.command;

import alcove.address.PublicAddress;
import alcove.health.Examination;
import alcove.health.Measurements;
import alcove.ops.alerts.Alerts;
import alcove.ops.backup.DailyBackups;
import alcove.room.Room;
import alcove.store.Database;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An open room as commands get it.
 *
 * @param database what holds the room
 * @param address where the room is found, for links
 * @param data the room's data directory
 * @param program the version of the program
 * @param measurements of the server that runs it, if one does
 * @param alerts of that server, if it sends any
 * @param backups those that this server makes by itself, or would
 * @param nodes asks all nodes how they are, where that server is one of several
 * @param doctor looks whether it is well set up
 */
public record RoomAccess(
    Room room,
    Database database,
    PublicAddress address,
    Path data,
    InstantSource clock,
    String program,
    Optional<Measurements> measurements,
    Optional<Alerts> alerts,
    Optional<DailyBackups> backups,
    Optional<Supplier<List<NodeState>>> nodes,
    Examination doctor) {
  /** The same with a room that refuses what this one would refuse, and keeps nothing. */
  public RoomAccess trial() {
    return new RoomAccess(
        room.trial(),
        database,
        address,
        data,
        clock,
        program,
        measurements,
        alerts,
        backups,
        nodes,
        doctor);
  }

  /** Whether a server runs it, so that links work at once. */
  boolean isServed() {
    return measurements.isPresent();
  }
}
