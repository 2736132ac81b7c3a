package alcove.room.registry;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.cluster.NodeId;
import alcove.identity.FeedId;
import alcove.room.RoomFixture;
import alcove.room.model.RoomSettings;
import alcove.room.policy.PrivacyMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Keys that are kept out by this node and by others, in memory alone. */
class HoldsTest {
  private static final FeedId BOB = RoomFixture.keys(3).id();
  private static final FeedId CAROL = RoomFixture.keys(4).id();
  private static final NodeId NODE = NodeId.random();
  private static final NodeId OTHER = NodeId.random();
  private static final Duration NOW = Duration.ZERO;
  private static final Duration LONG_AGO = Duration.ofSeconds(30);

  private Instant now = Instant.parse("2026-05-04T03:02:01Z");
  private final Holds holds = new Holds(() -> now);
  private final RoomState empty =
      RoomState.empty(RoomSettings.ofANewRoom(PrivacyMode.COMMUNITY, "room"));
  private final List<String> told = new ArrayList<>();

  /** What is told of other nodes, and of all, in words. */
  private final class Recorder implements HoldRelay {
    @Override
    public void held(FeedId id, Optional<Instant> until, Duration age) {
      told.add("held " + name(id) + until.map(end -> " for " + left(end)).orElse("") + shown(age));
    }

    @Override
    public void heldElsewhere(NodeId node, FeedId id, Optional<Instant> until, Duration age) {
      told.add("held " + name(id) + " at " + (node.equals(NODE) ? "node" : "other") + shown(age));
    }

    @Override
    public void lifted(FeedId id) {
      told.add("lifted " + name(id));
    }

    @Override
    public void unblocked(FeedId id, long generation) {
      told.add("unblocked " + name(id) + " by " + generation);
    }

    @Override
    public void letIn(FeedId id, Duration age) {
      told.add("let in " + name(id) + shown(age));
    }
  }

  private static String name(FeedId id) {
    return id.equals(BOB) ? "bob" : "carol";
  }

  private String left(Instant end) {
    return Duration.between(now, end).toSeconds() + " s";
  }

  private static String shown(Duration age) {
    return age.isZero() ? "" : ", " + age.toSeconds() + " s ago";
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private Optional<Instant> in(Duration time) {
    return Optional.of(now.plus(time));
  }

  private List<String> whatNewcomersAreTold() {
    told.clear();
    holds.tellAll(new Recorder());
    return List.copyOf(told);
  }

  @Test
  void hold_withAnEnd_isOverByItself() {
    Holds.Hold hold = holds.add(BOB, in(Duration.ofMinutes(1)), 1);
    holds.addAsElsewhere(NODE, CAROL, in(Duration.ofMinutes(2)), NOW, 1);
    assertThat(holds.all()).containsExactlyInAnyOrder(BOB, CAROL);
    assertThat(holds.has(hold)).isTrue();

    pass(Duration.ofMinutes(1));
    assertThat(holds.has(hold)).isFalse();
    assertThat(holds.keepOut(BOB)).isFalse();
    assertThat(holds.all()).containsExactly(CAROL);

    pass(Duration.ofMinutes(1));
    assertThat(holds.all()).isEmpty();
  }

  @Test
  void hold_thatIsLifted_holdsNoMore_andOthersOfTheKeyStay() {
    Holds.Hold first = holds.add(BOB, Optional.empty(), 1);
    Holds.Hold second = holds.add(BOB, in(Duration.ofMinutes(1)), 1);

    holds.lift(first);

    assertThat(holds.has(first)).isFalse();
    assertThat(holds.has(second)).isTrue();
    assertThat(holds.has(BOB)).isTrue();
    assertThat(holds.has(CAROL)).isFalse();
    pass(Duration.ofMinutes(1));
    assertThat(holds.keepOut(BOB)).isFalse();
  }

  @Test
  void copy_hasTheSameHolds_andGoesItsOwnWay() {
    holds.add(BOB, Optional.empty(), 1);
    holds.addAsElsewhere(NODE, CAROL, Optional.empty(), NOW, 1);

    Holds copy = holds.copy();
    holds.liftAll(BOB, 2);
    holds.liftAsElsewhere(NODE, CAROL);

    assertThat(holds.all()).isEmpty();
    assertThat(copy.all()).containsExactlyInAnyOrder(BOB, CAROL);
  }

  @Test
  void key_thatIsLetIn_isFree_ofAllThatWasJudgedBefore() {
    holds.add(BOB, Optional.empty(), 4);
    holds.addAsElsewhere(NODE, BOB, Optional.empty(), NOW, 4);
    holds.addAsElsewhere(OTHER, BOB, Optional.empty(), NOW, 5);

    holds.liftAllAsElsewhere(BOB, 5);
    assertThat(holds.keepOut(BOB)).as("one was judged by that generation").isTrue();
    assertThat(whatNewcomersAreTold()).containsExactly("lifted bob", "held bob at other");

    holds.liftAllAsElsewhere(BOB, 6);
    assertThat(holds.keepOut(BOB)).isFalse();
    assertThat(whatNewcomersAreTold()).containsExactly("let in bob", "lifted bob");
  }

  @Test
  void key_thatIsLetInHere_isToldWithTheGeneration() {
    holds.relayTo(new Recorder());
    holds.add(BOB, Optional.empty(), 4);

    holds.liftAll(BOB, 6);

    assertThat(told).containsExactly("held bob", "unblocked bob by 6", "lifted bob");
  }

  @Test
  void hold_thatBeganBeforeItsKeyWasLetIn_isNotHeardOfAgain() {
    holds.liftAllAsElsewhere(BOB, 6);
    pass(Duration.ofSeconds(10));

    holds.addAsElsewhere(NODE, BOB, Optional.empty(), LONG_AGO, 5);
    assertThat(holds.keepOut(BOB)).isFalse();
    holds.addAsHeard(OTHER, BOB, Optional.empty(), LONG_AGO, empty);
    assertThat(holds.keepOut(BOB)).isFalse();

    holds.addAsElsewhere(NODE, BOB, Optional.empty(), Duration.ofSeconds(5), 7);
    assertThat(holds.keepOut(BOB)).as("it began later").isTrue();
    assertThat(whatNewcomersAreTold()).containsExactly("held bob at node, 5 s ago");
  }

  @Test
  void key_thatWasLetInLongAgo_isFreeOfWhatBeganBefore() {
    holds.add(BOB, Optional.empty(), 4);
    holds.addAsElsewhere(NODE, BOB, Optional.empty(), NOW, 4);
    pass(Duration.ofMinutes(1));

    holds.letInAsElsewhere(BOB, Duration.ofSeconds(59), empty);
    assertThat(holds.keepOut(BOB)).as("it may have begun after that").isTrue();
    assertThat(whatNewcomersAreTold())
        .containsExactly("held bob, 60 s ago", "held bob at node, 60 s ago");

    holds.letInAsElsewhere(BOB, LONG_AGO, empty);
    assertThat(holds.keepOut(BOB)).isFalse();
    assertThat(whatNewcomersAreTold()).containsExactly("let in bob, 30 s ago", "lifted bob");
  }

  @Test
  void hold_thatItsNodeHasLifted_isNotHeardOfFromOthers() {
    holds.addAsElsewhere(NODE, BOB, Optional.empty(), NOW, 4);
    holds.liftAsElsewhere(NODE, BOB);
    pass(Duration.ofSeconds(10));

    holds.addAsHeard(NODE, BOB, Optional.empty(), LONG_AGO, empty);
    assertThat(holds.keepOut(BOB)).isFalse();
    holds.addAsHeard(OTHER, BOB, Optional.empty(), LONG_AGO, empty);
    assertThat(holds.keepOut(BOB)).as("that is another's").isTrue();
    holds.liftAsElsewhere(OTHER, BOB);

    holds.addAsElsewhere(NODE, BOB, Optional.empty(), NOW, 4);
    holds.addAsHeard(NODE, BOB, in(Duration.ofSeconds(1)), NOW, empty);
    pass(Duration.ofSeconds(2));
    assertThat(holds.keepOut(BOB)).as("what a node says itself counts more").isTrue();
  }

  @Test
  void hold_ofWhichTheRegistryHasABlockThatLastsAsLong_isForgotten() {
    holds.add(BOB, in(Duration.ofMinutes(1)), 1);
    holds.addAsElsewhere(NODE, BOB, in(Duration.ofMinutes(1)), NOW, 1);
    holds.add(CAROL, in(Duration.ofMinutes(3)), 1);

    holds.forgetKept(Map.of(BOB, in(Duration.ofMinutes(1)), CAROL, in(Duration.ofMinutes(2))));

    assertThat(holds.all()).containsExactly(CAROL);
  }

  @Test
  void keptBlock_endsItsHold_andThoseBefore_andNoneThatCameLater() {
    holds.relayTo(new Recorder());
    Holds.Hold longer = holds.add(BOB, Optional.empty(), 1);
    Holds.Hold kept = holds.add(BOB, in(Duration.ofMinutes(1)), 1);
    told.clear();

    holds.forget(kept, in(Duration.ofMinutes(1)));
    assertThat(holds.has(longer)).isFalse();
    assertThat(holds.has(kept)).isFalse();
    assertThat(told).as("others waited for one without end").containsExactly("held bob for 60 s");

    Holds.Hold before = holds.add(CAROL, Optional.empty(), 1);
    Holds.Hold later = holds.add(CAROL, in(Duration.ofMinutes(5)), 1);
    told.clear();
    holds.forget(before, Optional.empty());
    assertThat(holds.has(before)).isFalse();
    assertThat(holds.has(later)).isTrue();
    assertThat(told).containsExactly("held carol for 300 s");
  }

  @Test
  void keptBlock_endsThoseOfOtherNodes_thatLastNoLonger() {
    Holds.Hold kept = holds.add(BOB, in(Duration.ofMinutes(2)), 1);
    holds.addAsElsewhere(NODE, BOB, in(Duration.ofMinutes(1)), NOW, 1);
    holds.addAsElsewhere(OTHER, BOB, in(Duration.ofMinutes(3)), NOW, 1);

    holds.forget(kept, in(Duration.ofMinutes(2)));

    assertThat(whatNewcomersAreTold()).containsExactly("held bob at other");
  }

  @Test
  void keyThatIsOutAgain_wasNotLetIn() {
    holds.liftAllAsElsewhere(BOB, 6);
    holds.add(BOB, Optional.empty(), 7);
    assertThat(whatNewcomersAreTold()).containsExactly("held bob");

    holds.liftAllAsElsewhere(CAROL, 6);
    holds.forgetKept(Map.of(CAROL, Optional.empty()));
    assertThat(whatNewcomersAreTold()).containsExactly("held bob");
  }

  @Test
  void newcomers_areToldOfThoseOfCertainNodes() {
    holds.addAsElsewhere(NODE, BOB, Optional.empty(), NOW, 1);
    holds.addAsElsewhere(OTHER, CAROL, Optional.empty(), NOW, 1);
    pass(Duration.ofSeconds(7));

    holds.tellOf(Set.of(OTHER), new Recorder());

    assertThat(told).containsExactly("held carol at other, 7 s ago");
  }

  @Test
  void keyThatWasLetInTwice_wasSoTheLaterTime() {
    holds.letInAsElsewhere(BOB, Duration.ofSeconds(10), empty);
    holds.letInAsElsewhere(BOB, LONG_AGO, empty);
    holds.letInAsElsewhere(CAROL, LONG_AGO, empty);
    holds.letInAsElsewhere(CAROL, Duration.ofSeconds(10), empty);

    assertThat(whatNewcomersAreTold())
        .containsExactly("let in bob, 10 s ago", "let in carol, 10 s ago");
  }

  @Test
  void newcomers_areToldOfHoldsThatEndedHere_unlessTheyHoldAgain_andNotOfThoseElsewhere() {
    holds.lift(holds.add(BOB, Optional.empty(), 1));
    holds.addAsElsewhere(NODE, CAROL, Optional.empty(), NOW, 1);
    holds.liftAsElsewhere(NODE, CAROL);
    assertThat(whatNewcomersAreTold()).containsExactly("lifted bob");

    holds.add(BOB, Optional.empty(), 1);
    assertThat(whatNewcomersAreTold()).containsExactly("held bob");
  }

  @Test
  void keptBlock_ofAKeyThatWasLetInMeanwhile_hasItOutAgain() {
    Holds.Hold hold = holds.add(BOB, Optional.empty(), 4);
    holds.liftAllAsElsewhere(BOB, 6);
    assertThat(whatNewcomersAreTold()).contains("let in bob");

    holds.forget(hold, Optional.empty());

    assertThat(whatNewcomersAreTold()).doesNotContain("let in bob");
  }

  @Test
  void ends_areRememberedOfAThousandKeys_andTheOldestIsForgotten() {
    for (int i = 0; i <= HoldEnds.MOST; i++) {
      holds.liftAllAsElsewhere(key(i), 6);
    }
    pass(Duration.ofSeconds(10));

    holds.addAsElsewhere(NODE, key(0), Optional.empty(), LONG_AGO, 5);
    holds.addAsElsewhere(NODE, key(1), Optional.empty(), LONG_AGO, 5);

    assertThat(holds.keepOut(key(0))).isTrue();
    assertThat(holds.keepOut(key(1))).isFalse();
  }

  private static FeedId key(int number) {
    byte[] key = new byte[32];
    key[0] = (byte) number;
    key[1] = (byte) (number >> 8);
    return FeedId.of(key);
  }
}
