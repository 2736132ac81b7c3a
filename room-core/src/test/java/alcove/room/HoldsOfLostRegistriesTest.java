package alcove.room;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.cluster.NodeId;
import alcove.identity.FeedId;
import alcove.room.model.RefusedException;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.room.policy.Standing;
import alcove.room.registry.Registry;
import alcove.room.registry.Tables;
import alcove.store.TestDatabases;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Holds that outlive the registry by which they were judged, as after a failover. */
class HoldsOfLostRegistriesTest {
  private static final Actor OPERATOR = Actor.operator();

  private final RoomFixture before = new RoomFixture(TestDatabases.h2(), PrivacyMode.COMMUNITY);
  private final RoomFixture replica = new RoomFixture(TestDatabases.h2(), PrivacyMode.COMMUNITY);
  private final FailingOver registry = new FailingOver(before.database());
  private final Room room = before.open(registry);
  private final FeedId bob = before.bob.id();

  @AfterEach
  void close() {
    before.close();
    replica.close();
  }

  /** One that is followed by another, which lacks what was changed last. */
  private static final class FailingOver implements Registry {
    private Registry current;
    private long interruptions;

    FailingOver(Registry first) {
      current = first;
    }

    void become(Registry next) {
      current = next;
      interruptions++;
    }

    @Override
    public <T> T read(Reading<T> reading) {
      return current.read(reading);
    }

    @Override
    public <T> T write(Writing<T> writing) throws RefusedException {
      return current.write(writing);
    }

    @Override
    public void note(Consumer<Tables> writing) {
      current.note(writing);
    }

    @Override
    public long interruptions() {
      return interruptions;
    }
  }

  private void change(Room by, int times) throws RefusedException {
    FeedId carol = before.carol.id();
    for (int i = 0; i < times; i++) {
      by.members().add(OPERATOR, carol, Role.MEMBER);
      by.members().remove(OPERATOR, carol);
    }
  }

  @Test
  void hold_judgedByChangesThatAreLost_isEndedByWhoeverLetsTheKeyIn() throws Exception {
    change(room, 5);
    room.holds().hold(NodeId.random(), bob, Optional.empty(), Duration.ZERO);
    room.blocks().begin(OPERATOR, bob, "", Optional.empty());
    registry.become(replica.database());
    change(room, 1);
    assertThat(room.standings().of(bob)).isEqualTo(Standing.BLOCKED);

    replica.room.holds().hold(NodeId.random(), bob, Optional.empty(), Duration.ZERO);
    replica.room.blocks().unblock(OPERATOR, bob);
    room.holds().unblock(bob, replica.kept());

    assertThat(room.standings().of(bob)).isEqualTo(Standing.EXTERNAL);
  }

  @Test
  void hold_outlivesTheRegistry_andAWordOfBefore() throws Exception {
    change(room, 5);
    long letIn = before.kept();
    room.blocks().begin(OPERATOR, bob, "", Optional.empty());
    registry.become(before.database());
    change(room, 1);

    room.holds().unblock(bob, letIn);

    assertThat(room.standings().of(bob)).isEqualTo(Standing.BLOCKED);
  }
}
