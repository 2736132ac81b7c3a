package alcove.app;

import alcove.address.PublicAddress;
import alcove.health.Disk;
import alcove.health.Disks;
import alcove.health.Examination;
import alcove.health.Measurements;
import alcove.ops.alerts.Alerts;
import alcove.ops.backup.DailyBackups;
import alcove.ops.backup.MigrationBackup;
import alcove.ops.command.NodeState;
import alcove.ops.command.RoomAccess;
import alcove.ops.doctor.Doctor;
import alcove.ops.doctor.RoomUnderTest;
import alcove.ops.terminal.CommandException;
import alcove.ops.terminal.FailureText;
import alcove.room.Room;
import alcove.room.model.StorageException;
import alcove.store.Database;
import alcove.store.RegistryPlace;
import alcove.web.Site;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A room's database and what it holds, and the disks beneath. Thread-safe; whoever opens it holds
 * the data directory.
 */
record OpenRoom(Database database, Room room, Disks disks) implements AutoCloseable {
  /** Opens the room as a server does, new if its database is. Blocks. */
  static OpenRoom open(RoomConfig config, Identity identity) throws CommandException {
    return open(
        config,
        identity,
        config.lock(),
        new MigrationBackup(
            config.data(), identity.keys().id(), VersionCommand.current(), InstantSource.system()));
  }

  /**
   * Opens the room as a command does, which brings no registry to another schema: whoever only asks
   * would take the way back from an operator. Blocks.
   */
  static OpenRoom openForCommand(RoomConfig config, Identity identity) throws CommandException {
    return open(config, identity, config.lockOfCommands(), RegistryPlace.SCHEMA_STAYS);
  }

  private static OpenRoom open(
      RoomConfig config, Identity identity, Database.Lock lock, RegistryPlace.Precaution precaution)
      throws CommandException {
    var database = openDatabase(config, identity, lock, precaution);
    try {
      var room =
          Room.open(
              database,
              identity.keys().id(),
              identity.crypto(),
              InstantSource.system(),
              Site.RESERVED,
              config.ofANewRoom());
      return new OpenRoom(
          database,
          room,
          new Disks(
              Disk.beneath(config.data()), config.get(BackupSettings.FOLDER).map(Disk::beneath)));
    } catch (StorageException | IllegalStateException e) {
      database.close();
      throw new CommandException("cannot read the database: " + FailureText.of(e), e);
    }
  }

  /**
   * The room as commands get it.
   *
   * @param measurements of the server that runs it, if one does
   * @param alerts of that server, if it sends any
   * @param backups those that this server makes by itself, or would
   * @param nodes asks all nodes how they are, where that server is one of several
   */
  RoomAccess access(
      RoomConfig config,
      PublicAddress address,
      Optional<Measurements> measurements,
      Optional<Alerts> alerts,
      Optional<DailyBackups> backups,
      Optional<Supplier<List<NodeState>>> nodes,
      Examination doctor) {
    return new RoomAccess(
        room,
        database,
        address,
        config.data(),
        InstantSource.system(),
        VersionCommand.current(),
        measurements,
        alerts,
        backups,
        nodes,
        doctor);
  }

  /** What looks whether the room is well set up, and at what is served of it. */
  Doctor doctor(
      RoomConfig config,
      Identity identity,
      PublicAddress address,
      Optional<RoomUnderTest.Served> served) {
    return new Doctor(
        new RoomUnderTest(
            room,
            database,
            config.data(),
            disks,
            address,
            InstantSource.system(),
            identity.crypto(),
            LimitSettings.files(config),
            served));
  }

  private static Database openDatabase(
      RoomConfig config, Identity identity, Database.Lock lock, RegistryPlace.Precaution precaution)
      throws CommandException {
    try {
      return Database.open(
          config.database(), config.data(), identity.keys().id(), lock, precaution);
    } catch (StorageException e) {
      throw new CommandException(e);
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
