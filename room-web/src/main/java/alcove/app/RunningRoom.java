package alcove.app;

import alcove.room.PublicAddress;
import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A room from its data directory up to its open ports. Thread-safe; stopped once. */
final class RunningRoom implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RunningRoom.class);
  private static final int SECONDS_TO_START = 30;
  private static final int SECONDS_TO_STOP = 2;

  private final DataDirectory directory;
  private final RoomServer server;
  private final PublicAddress address;

  private RunningRoom(DataDirectory directory, RoomServer server, PublicAddress address) {
    this.directory = directory;
    this.server = server;
    this.address = address;
  }

  /** Returns when connections are accepted. After a failure nothing stays open. */
  static RunningRoom start(RoomConfig config) throws StartupException {
    var directory = DataDirectory.open(config.data());
    try {
      return open(config, directory);
    } catch (StartupException e) {
      directory.close();
      throw e;
    }
  }

  /** Where the room is found. */
  PublicAddress address() {
    return address;
  }

  /** Says goodbye to everybody, and gives them two seconds to hear it. */
  @Override
  public void close() {
    log.info("stopping");
    stop(server);
    directory.close();
  }

  private static RunningRoom open(RoomConfig config, DataDirectory directory)
      throws StartupException {
    var identity = Identity.loadOrCreate(config.crypto(), directory.secret());
    var server = new RoomServer(config, identity);
    try {
      var ports = finish(server.start(), SECONDS_TO_START);
      log.info("Alcove {}, {}", Version.current(), JvmFacts.describe());
      log.info(
          "ready: peers on port {}, browsers on port {}, {}",
          ports.ssb(),
          ports.http(),
          server.description());
      var address = Addresses.of(config, ports, identity.keys().id());
      if (address.isInsecure()) {
        log.warn(
            "{}: pages and links go over plain HTTP, and whoever is on the way can read and use"
                + " invites and sign-ins; meant for a network you trust",
            Setting.INSECURE_HTTP.flag());
      }
      return new RunningRoom(directory, server, address);
    } catch (StartupException e) {
      stop(server);
      throw e;
    }
  }

  private static void stop(RoomServer server) {
    try {
      finish(server.stop(), SECONDS_TO_STOP);
    } catch (StartupException e) {
      log.warn("not everything stopped in order: {}", e.line());
    }
  }

  /** Waits on a thread that is nobody's event loop. */
  private static <T> T finish(Future<T> future, int seconds) throws StartupException {
    try {
      return future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new StartupException("not done after %d seconds".formatted(seconds), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartupException("interrupted", e);
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case StartupException known -> known;
        case null -> new StartupException("cannot start", e);
        case Throwable other -> new StartupException("cannot start: " + Reasons.of(other), e);
      };
    }
  }
}
