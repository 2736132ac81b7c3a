package alcove.ops.doctor;

import alcove.address.PublicAddress;
import alcove.crypto.Crypto;
import alcove.door.FileDemand;
import alcove.health.AlertState;
import alcove.health.CertificateState;
import alcove.health.Disks;
import alcove.health.NodeReport;
import alcove.health.SelfVisits;
import alcove.identity.AppKey;
import alcove.room.Room;
import alcove.store.Database;
import alcove.tunnel.TunnelServer;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The room that is looked at.
 *
 * @param disks those that it writes to
 * @param crypto the cryptography that runs
 * @param files the sockets that it wants to have
 * @param served what more there is while a server runs it
 */
public record RoomUnderTest(
    Room room,
    Database database,
    Path data,
    Disks disks,
    PublicAddress address,
    InstantSource clock,
    Crypto crypto,
    FileDemand files,
    Optional<Served> served) {

  /**
   * A room that is served by this process.
   *
   * @param selfVisits where its web site expects the visit that it pays itself
   * @param certificates those that it gets by itself, if it does; never blocks
   * @param alerts how those arrive that it sends, if it sends any; never blocks
   * @param nodes asks all nodes in sight how they are, this one first, if there can be any; blocks
   * @param backupObstacles what would make the next daily backup fail, as far as that is seen
   */
  public record Served(
      Vertx vertx,
      TunnelServer peers,
      AppKey appKey,
      SelfVisits selfVisits,
      Supplier<Optional<CertificateState>> certificates,
      Supplier<Optional<AlertState>> alerts,
      Supplier<Optional<List<NodeReport>>> nodes,
      Supplier<List<String>> backupObstacles) {}
}
