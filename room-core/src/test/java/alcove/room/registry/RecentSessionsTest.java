package alcove.room.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.room.RoomFixture;
import alcove.room.model.Session;
import alcove.room.model.SignInWay;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What is still known of sessions while the registry cannot be asked. */
class RecentSessionsTest {
  private static final Instant NOW = Instant.parse("2026-05-04T03:02:01Z");
  private static final Session SESSION =
      new Session(
          1,
          RoomFixture.keys(3).id(),
          SignInWay.APP,
          Session.Device.UNKNOWN,
          NOW,
          NOW,
          NOW.plus(Duration.ofDays(1)));

  private final RecentSessions sessions = new RecentSessions(() -> NOW);

  @Test
  void retain_tableThatHasOneOfThem_forgetsTheOther() {
    sessions.remember("here", SESSION, sessions.version());
    sessions.remember("ended", SESSION, sessions.version());

    sessions.retain(table(() -> Set.of("here")));

    assertThat(sessions.find("here")).contains(SESSION);
    assertThat(sessions.find("ended")).isEmpty();
  }

  @Test
  void retain_whileOneIsLookedUp_doesNotRememberThat() {
    long since = sessions.version();

    sessions.retain(table(Set::of));
    sessions.remember("looked up before", SESSION, since);

    assertThat(sessions.find("looked up before")).isEmpty();
  }

  @Test
  void retain_tableThatCannotTell_forgetsAll() {
    sessions.remember("here", SESSION, sessions.version());

    assertThatThrownBy(
            () ->
                sessions.retain(
                    table(
                        () -> {
                          throw new IllegalStateException("no database");
                        })))
        .hasMessage("no database");

    assertThat(sessions.find("here")).isEmpty();
  }

  /** One that says which of any sessions it has. */
  private static Tables.SessionTable table(Supplier<Set<String>> hashes) {
    return (Tables.SessionTable)
        Proxy.newProxyInstance(
            RecentSessionsTest.class.getClassLoader(),
            new Class<?>[] {Tables.SessionTable.class},
            (_, _, _) -> hashes.get());
  }
}
