package alcove.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import alcove.store.DatabaseUrl;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A test of the room that runs on every database. */
@ParameterizedClass
@MethodSource("alcove.store.TestDatabases#all")
abstract class RegistryTest {
  private final Supplier<DatabaseUrl> databases;

  @SuppressWarnings("NullAway.Init")
  RoomFixture fixture;

  @SuppressWarnings("NullAway.Init")
  Room room;

  RegistryTest(Supplier<DatabaseUrl> databases) {
    this.databases = databases;
  }

  /** The mode that the room is in at first. */
  PrivacyMode mode() {
    return PrivacyMode.COMMUNITY;
  }

  @BeforeEach
  void open() {
    fixture = new RoomFixture(databases.get(), mode());
    room = fixture.room;
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  void mode(PrivacyMode mode) throws RefusedException {
    room.change(Actor.operator(), RoomSetting.PRIVACY_MODE, mode.word());
  }

  static void assertRefused(Refusal reason, ThrowingCallable action) {
    RefusedException refused = catchThrowableOfType(RefusedException.class, action);
    assertThat(refused).as("refusal").isNotNull();
    assertThat(refused.reason()).isEqualTo(reason);
  }
}
