package alcove.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import alcove.identity.FeedId;
import alcove.room.Room;
import alcove.room.model.NewSession;
import alcove.room.model.NoticeKind;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomSetting;
import alcove.room.model.Session;
import alcove.room.model.SignInWay;
import alcove.room.model.StorageException;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.room.policy.Standing;
import alcove.room.registry.Registry;
import alcove.room.registry.Tables;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Two nodes of one room: each knows what the other changes, and judges by nothing older. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("alcove.store.TestDatabases#servers")
class NodesTest {
  private static final Actor OPERATOR = Actor.operator();

  /** A long run has more. */
  private static final int RACES =
      Integer.parseInt(Objects.requireNonNullElse(System.getenv("ADMIN_RACES"), "200"));

  private static final Duration A_SECOND = Duration.ofSeconds(1);

  private final TestNodes nodes;
  private final TestNodes.OpenNode first;
  private final TestNodes.OpenNode second;
  private final FeedId alice;
  private final FeedId bob;

  NodesTest(Supplier<DatabaseUrl> servers) throws Exception {
    nodes = new TestNodes(servers.get());
    first = nodes.node("first");
    second = nodes.node("second");
    alice = nodes.newId();
    bob = nodes.newId();
  }

  @AfterEach
  void close() {
    nodes.close();
  }

  private void awaitOnSecond(FeedId id, Standing standing) {
    await()
        .pollInterval(Duration.ofMillis(10))
        .until(() -> second.room().standings().of(id) == standing);
  }

  private void lookUntilUsable() {
    await()
        .untilAsserted(
            () -> {
              second.database().look();
              assertThat(second.database().trouble()).isEmpty();
            });
  }

  private static <T> FutureTask<T> begin(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofPlatform().start(task);
    return task;
  }

  /** Whether it was done; refused is the other that may come of it. */
  private static boolean isDone(Work work) throws Exception {
    try {
      work.run();
      return true;
    } catch (RefusedException refused) {
      return false;
    }
  }

  private interface Work {
    void run() throws RefusedException;
  }

  @Test
  void admins_whoDemoteEachOtherOnTwoNodes_neverBothGo() throws Exception {
    first.room().members().add(OPERATOR, alice, Role.ADMIN);
    first.room().members().add(OPERATOR, bob, Role.ADMIN);
    CyclicBarrier both = new CyclicBarrier(2);
    for (int i = 0; i < RACES; i++) {
      FutureTask<Boolean> byAlice = begin(() -> demote(both, first.room(), alice, bob));
      FutureTask<Boolean> byBob = begin(() -> demote(both, second.room(), bob, alice));

      assertThat(List.of(byAlice.get(), byBob.get())).containsExactlyInAnyOrder(true, false);

      Room next = i % 2 == 0 ? first.room() : second.room();
      FeedId gone = byAlice.get() ? bob : alice;
      next.members().changeRole(OPERATOR, gone, Role.ADMIN);
    }
  }

  private static boolean demote(CyclicBarrier both, Room room, FeedId actor, FeedId other)
      throws Exception {
    both.await();
    return isDone(() -> room.members().changeRole(Actor.of(actor), other, Role.MEMBER));
  }

  @Test
  void admins_whoLeaveOnTwoNodes_leaveOneBehind() throws Exception {
    first.room().members().add(OPERATOR, alice, Role.ADMIN);
    first.room().members().add(OPERATOR, bob, Role.ADMIN);
    CyclicBarrier both = new CyclicBarrier(2);
    for (int i = 0; i < RACES / 10; i++) {
      FutureTask<Boolean> byAlice = begin(() -> leave(both, first.room(), alice));
      FutureTask<Boolean> byBob = begin(() -> leave(both, second.room(), bob));

      assertThat(List.of(byAlice.get(), byBob.get())).containsExactlyInAnyOrder(true, false);

      first.room().members().add(OPERATOR, byAlice.get() ? alice : bob, Role.ADMIN);
    }
  }

  private static boolean leave(CyclicBarrier both, Room room, FeedId who) throws Exception {
    both.await();
    return isDone(() -> room.members().leave(who));
  }

  @Test
  void block_isSeenOnTheOtherNodeWithinASecond() throws Exception {
    AtomicInteger told = new AtomicInteger();
    second.room().onChange(_ -> told.incrementAndGet());
    assertMostAreSeenWithin(
        A_SECOND, id -> first.room().blocks().block(OPERATOR, id, "", Optional.empty()));
    assertThat(told.get()).as("connections are judged again").isPositive();
  }

  /** As one whose notification was lost. */
  @Test
  void block_thatNobodyTellsOf_isSeenWithinASecondAllTheSame() throws Exception {
    assertMostAreSeenWithin(A_SECOND, id -> nodes.changeInSilence(TestNodes.block(id)));
  }

  private interface Blocking {
    void block(FeedId id) throws Exception;
  }

  private void assertMostAreSeenWithin(Duration time, Blocking blocking) throws Exception {
    List<Duration> times = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      FeedId id = nodes.newId();
      blocking.block(id);
      long began = System.nanoTime();
      awaitOnSecond(id, Standing.BLOCKED);
      times.add(Duration.ofNanos(System.nanoTime() - began));
    }
    times.sort(null);
    assertThat(times.get(4)).isLessThan(time);
  }

  @Test
  void block_liftedOnTheOtherNode_isLiftedHere() throws Exception {
    first.room().blocks().block(OPERATOR, bob, "", Optional.empty());
    awaitOnSecond(bob, Standing.BLOCKED);

    first.room().blocks().unblock(OPERATOR, bob);

    awaitOnSecond(bob, Standing.EXTERNAL);
  }

  @Test
  void whatMemoryHolds_followsTheOtherNode() throws Exception {
    first.room().members().add(OPERATOR, bob, Role.MODERATOR);
    first.room().change(OPERATOR, RoomSetting.PRIVACY_MODE, PrivacyMode.RESTRICTED.word());
    first.room().change(OPERATOR, RoomSetting.NAME, "Harbour");
    first.room().notices().save(OPERATOR, NoticeKind.NEWS, "en", "", "Fog");
    first.room().names().note(OPERATOR, bob, "from the pier");

    awaitOnSecond(bob, Standing.MODERATOR);
    await()
        .untilAsserted(
            () -> {
              assertThat(second.room().settings()).isEqualTo(first.room().settings());
              assertThat(second.room().notices().list()).isEqualTo(first.room().notices().list());
              assertThat(second.room().standings().privacyMode()).isEqualTo(PrivacyMode.RESTRICTED);
              assertThat(second.room().members().ids()).containsExactly(bob);
              assertThat(second.room().names().of(bob)).isEqualTo(first.room().names().of(bob));
            });
  }

  @Test
  void session_endedOnTheOtherNode_isKnownNoMore_andListenersAreTold() throws Exception {
    first.room().members().add(OPERATOR, bob, Role.MEMBER);
    awaitOnSecond(bob, Standing.MEMBER);
    NewSession session =
        first.room().sessions().open(bob, SignInWay.APP, Session.Device.UNKNOWN, "");
    String secret = session.token().text();
    await()
        .until(
            () ->
                second.room().sessions().find(secret).isPresent()
                    && second.room().sessions().known(secret).isPresent());
    // That it was opened may be heard of only now.
    AtomicBoolean toldOfTheEnd = new AtomicBoolean();
    second
        .room()
        .onChange(
            _ -> {
              if (second.room().sessions().known(secret).isEmpty()) {
                toldOfTheEnd.set(true);
              }
            });

    first.room().sessions().end(secret);

    await().untilTrue(toldOfTheEnd);
    assertThat(second.room().sessions().find(secret)).isEmpty();
  }

  @Test
  void changes_whileTheListenersConnectionIsGone_areCaughtUp() throws Exception {
    nodes.breakFollower("second");
    first.room().blocks().block(OPERATOR, bob, "", Optional.empty());
    awaitOnSecond(bob, Standing.BLOCKED);

    first.room().blocks().block(OPERATOR, alice, "", Optional.empty());
    awaitOnSecond(alice, Standing.BLOCKED);
  }

  /**
   * As after a failover that lost a change and got another one since: the number is the same, and
   * what it stands for is not.
   */
  @Test
  void generation_thatCameBackWithOtherContents_isReadAnewAfterTheConnectionsBroke()
      throws Exception {
    first.room().blocks().block(OPERATOR, bob, "", Optional.empty());
    awaitOnSecond(bob, Standing.BLOCKED);
    first.database().close();
    nodes.execute("DELETE FROM blocked_id", TestNodes.block(alice));

    nodes.breakConnections("second", "true");

    lookUntilUsable();
    awaitOnSecond(alice, Standing.BLOCKED);
    awaitOnSecond(bob, Standing.EXTERNAL);
  }

  /** Whoever writes before they have heard that the lock was lost. */
  @Test
  void generation_thatCameBackWithOtherContents_isNotWhatAChangeIsJudgedBy() throws Exception {
    Room deaf = nodes.room(new Deaf(second.database()));
    nodes.breakLock("second");
    nodes.execute(TestNodes.block(bob));
    second.database().look();

    assertThatThrownBy(() -> deaf.members().add(OPERATOR, bob, Role.MEMBER))
        .hasMessageContaining("this key is blocked");
    deaf.members().add(OPERATOR, alice, Role.MEMBER);
  }

  /** One that tells nobody what others change. */
  private record Deaf(Registry registry) implements Registry {
    @Override
    public <T> T read(Reading<T> reading) {
      return registry.read(reading);
    }

    @Override
    public <T> T write(Writing<T> writing) throws RefusedException {
      return registry.write(writing);
    }

    @Override
    public void note(Consumer<Tables> writing) {
      registry.note(writing);
    }

    @Override
    public long interruptions() {
      return registry.interruptions();
    }
  }

  @Test
  void node_whoseLockIsLost_changesNothing_untilItHoldsItAgain() throws Exception {
    nodes.breakLock("second");
    for (int i = 0; i < 8; i++) {
      assertThatThrownBy(() -> second.room().members().add(OPERATOR, bob, Role.MEMBER))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("the lock on the registry was lost");
    }
    first.room().blocks().block(OPERATOR, bob, "", Optional.empty());

    lookUntilUsable();

    assertThatThrownBy(() -> second.room().members().add(OPERATOR, bob, Role.MEMBER))
        .hasMessageContaining("this key is blocked");
    second.room().members().add(OPERATOR, alice, Role.MEMBER);
  }

  @Test
  void write_ofANodeThatIsCutOffMeanwhile_isNotKept_andOthersWrite() throws Exception {
    long before = nodes.generation();

    assertThatThrownBy(
            () ->
                second
                    .database()
                    .write(
                        tables -> {
                          tables.settings().put("name", "cut off");
                          cutSecondOff();
                          return true;
                        }))
        .isInstanceOf(StorageException.class);

    assertThat(nodes.generation()).isEqualTo(before);
    first.room().members().add(OPERATOR, alice, Role.MEMBER);
    assertThat(
            first
                .database()
                .<Boolean>read(tables -> tables.settings().all().containsValue("cut off")))
        .isFalse();
  }

  private void cutSecondOff() {
    try {
      nodes.breakConnections("second", "true");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void node_whoseLockIsLost_andTakenByOneWhoHasItAlone_changesNothing() throws Exception {
    first.database().close();
    nodes.breakLock("second");
    try (ServerLock _ = ServerLock.take(nodes.url)) {
      second.database().look();

      assertThat(second.database().trouble()).get().asString().contains("has it alone");
      assertThatThrownBy(() -> second.room().members().add(OPERATOR, bob, Role.MEMBER))
          .isInstanceOf(StorageException.class);
    }
    lookUntilUsable();
    second.room().members().add(OPERATOR, alice, Role.MEMBER);
  }

  /** As where others moved the room, or brought it to a schema that this version does not know. */
  @Test
  void node_whoseLockIsLost_takesItNoMore_whereTheRegistryIsNoneOfOurs() throws Exception {
    first.database().close();
    nodes.breakLock("second");
    RegistryServer.markMoved((DatabaseUrl.PostgreSql) nodes.url, true);

    second.database().look();

    assertThat(second.database().trouble()).get().asString().contains("it has moved");
    assertThatThrownBy(() -> second.room().members().add(OPERATOR, bob, Role.MEMBER))
        .isInstanceOf(StorageException.class);
    RegistryServer.markMoved((DatabaseUrl.PostgreSql) nodes.url, false);
    lookUntilUsable();
  }
}
