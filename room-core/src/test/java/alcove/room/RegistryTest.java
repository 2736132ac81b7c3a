package alcove.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomSetting;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
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
public abstract class RegistryTest {
  private final Supplier<DatabaseUrl> databases;

  @SuppressWarnings("NullAway.Init")
  protected RoomFixture fixture;

  @SuppressWarnings("NullAway.Init")
  protected Room room;

  public RegistryTest(Supplier<DatabaseUrl> databases) {
    this.databases = databases;
  }

  /** The mode that the room is in at first. */
  protected PrivacyMode mode() {
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

  protected void mode(PrivacyMode mode) throws RefusedException {
    room.change(Actor.operator(), RoomSetting.PRIVACY_MODE, mode.word());
  }

  protected static void assertRefused(Refusal reason, ThrowingCallable action) {
    RefusedException refused = catchThrowableOfType(RefusedException.class, action);
    assertThat(refused).as("refusal").isNotNull();
    assertThat(refused.reason()).isEqualTo(reason);
  }
}
