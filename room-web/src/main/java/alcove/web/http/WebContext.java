package alcove.web.http;

import alcove.address.PublicAddress;
import alcove.health.Examination;
import alcove.health.Measurements;
import alcove.health.SelfVisits;
import alcove.room.Room;
import alcove.room.members.Presence;
import alcove.room.signin.SignInPeers;
import alcove.threads.StorageThreads;
import alcove.web.page.People;
import alcove.web.page.SignedIn;
import alcove.web.page.Texts;
import alcove.web.page.Typesetter;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * The context of all that answers: what the site shows and acts on. Thread-safe.
 *
 * @param hashing the threads to hash passwords on, so that these keep nothing else waiting
 * @param clock the wall clock
 * @param address where the room is found, asked at each visit
 * @param peers the apps that are connected, to sign in by
 * @param measurements what is measured of it
 * @param doctor looks whether it is well set up
 * @param speaksTls whether it has a port of its own for TLS, so that the other is for programs only
 * @param clients tells where visits come from
 * @param texts what its pages say
 * @param typesetter makes HTML of what moderators write
 * @param selfVisits the visits that the room pays itself
 * @param pause completes after a time
 * @param canWrite whether the registry can be written, as far as that is known; never blocks
 * @param closing how it ends
 * @param limits how often clients may do what
 * @param stampKey for stamps on forms, the same on all nodes
 */
public record WebContext(
    Room room,
    StorageThreads storage,
    StorageThreads hashing,
    InstantSource clock,
    Supplier<PublicAddress> address,
    Presence presence,
    SignInPeers peers,
    Measurements measurements,
    Examination doctor,
    BooleanSupplier speaksTls,
    ClientAddresses clients,
    Texts texts,
    Typesetter typesetter,
    SelfVisits selfVisits,
    Function<Duration, Future<Void>> pause,
    BooleanSupplier canWrite,
    Closing closing,
    RateLimits limits,
    SecretKey stampKey) {
  /** Where the room is found now. */
  public PublicAddress at() {
    return address.get();
  }

  /** People as a reader sees them; null: as anybody does. */
  public People people(@Nullable SignedIn reader) {
    return new People(room.standings(), room.names()::of, reader);
  }

  public Cookies cookies() {
    return new Cookies(address);
  }

  public BrowserSessions sessions() {
    return new BrowserSessions(room, cookies());
  }
}
