package alcove.tunnel.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.tunnel.muxrpc.CallException;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.net.CloseReason;
import alcove.tunnel.testing.RawPeer;
import alcove.tunnel.testing.RawTunnel;
import alcove.tunnel.testing.TestRoom;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who attends, and what others are told of it. */
class PresenceTest {
  private final TestRoom room = TestRoom.open();
  private final List<RawPeer> peers = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (RawPeer peer : peers) {
      peer.close();
    }
    room.close();
  }

  private RawPeer peer() throws IOException {
    return peer(FeedKeyPair.create(TestRoom.CRYPTO));
  }

  private RawPeer peer(FeedKeyPair self) throws IOException {
    RawPeer peer = RawPeer.connect(room, self);
    peers.add(peer);
    return peer;
  }

  /** A peer that has subscribed and been told the state. */
  private RawPeer watcher(FeedId... others) throws IOException {
    RawPeer watcher = peer();
    int number = watcher.open("source", "room.attendants", "[]");
    String state = watcher.next();
    assertThat(state).startsWith("10 -" + number + " {\"type\":\"state\",\"ids\":[");
    var expected = new TreeSet<String>();
    expected.add(watcher.id().toString());
    for (FeedId other : others) {
      expected.add(other.toString());
    }
    assertThat(ids(state.substring(state.indexOf('{')))).isEqualTo(expected);
    return watcher;
  }

  private static Set<String> ids(String json) {
    var ids = new TreeSet<String>();
    try {
      var value = Json.parse(json.getBytes(StandardCharsets.UTF_8));
      (value.isArray() ? value : value.path("ids")).forEach(id -> ids.add(id.asText()));
    } catch (CallException malformed) {
      throw new AssertionError(malformed);
    }
    return ids;
  }

  private static void assertTold(RawPeer watcher, String type, FeedId who) throws IOException {
    assertThat(watcher.nextBesidePings())
        .endsWith(" {\"type\":\"" + type + "\",\"id\":\"" + who + "\"}");
  }

  /** Somebody new joins, which is told last, so that nothing else was told before. */
  private void assertToldNothingElse(RawPeer watcher) throws IOException {
    FeedId newcomer = peer().attend().id();
    assertTold(watcher, "joined", newcomer);
  }

  @Test
  void state_comesFirstAndOnce_andIncludesTheSubscriber() throws IOException {
    FeedId alice = peer().attend().id();
    FeedId bob = peer().attend().id();
    peer();

    RawPeer watcher = watcher(alice, bob);

    assertToldNothingElse(watcher);
  }

  @Test
  void joined_isToldOnceHoweverAPeerComesToAttend() throws IOException {
    RawPeer watcher = watcher();

    RawPeer announcing = peer().attend();
    assertTold(watcher, "joined", announcing.id());
    announcing.call("tunnel.announce", "[]");
    announcing.open("source", "tunnel.endpoints", "[]");
    announcing.open("source", "room.attendants", "[]");

    RawPeer legacy = peer();
    legacy.open("source", "tunnel.endpoints", "[]");
    assertTold(watcher, "joined", legacy.id());

    RawPeer modern = peer();
    modern.open("source", "room.attendants", "[]");
    assertTold(watcher, "joined", modern.id());
    assertToldNothingElse(watcher);
  }

  @Test
  void left_isToldAtOnceAfterLeaveAndOnce() throws IOException {
    RawPeer alice = peer().attend();
    RawPeer watcher = watcher(alice.id());

    alice.call("tunnel.leave", "[]");
    assertTold(watcher, "left", alice.id());
    alice.call("tunnel.leave", "[]");
    alice.close();

    assertToldNothingElse(watcher);
    assertThat(room.server().presence().online()).isEqualTo(2);
  }

  @Test
  void left_isToldSomeSecondsAfterTheConnectionEnded() throws IOException {
    RawPeer alice = peer().attend();
    RawPeer watcher = watcher(alice.id());

    alice.reset();
    assertToldNothingElse(watcher);

    assertTold(watcher, "left", alice.id());
    assertToldNothingElse(watcher);
  }

  @Test
  void reconnect_withinThreeSeconds_isNoLeftButJoinedAgain() throws IOException {
    FeedKeyPair alice = FeedKeyPair.create(TestRoom.CRYPTO);
    RawPeer first = peer(alice).attend();
    RawPeer watcher = watcher(alice.id());

    first.reset();
    await().until(() -> room.server().peers() == 1);
    peer(alice).attend();

    assertTold(watcher, "joined", alice.id());
    assertToldNothingElse(watcher);
  }

  @Test
  void secondConnection_changesNothing_andNorDoesTheEndOfTheFirst() throws IOException {
    FeedKeyPair alice = FeedKeyPair.create(TestRoom.CRYPTO);
    RawPeer first = peer(alice).attend();
    RawPeer watcher = watcher(alice.id());

    RawPeer second = peer(alice);
    answerProbe(first);
    second.attend();
    assertToldNothingElse(watcher);
    first.close();
    await().until(() -> room.server().peers() == 3);

    assertToldNothingElse(watcher);
    RawTunnel.answered(room, watcher, second);
  }

  /** Whoever was connected through it has forgotten the peer, which is there all the same. */
  @Test
  void secondConnection_whenTheFirstIsFoundDead_isToldAsJoinedAgain() throws IOException {
    FeedKeyPair alice = FeedKeyPair.create(TestRoom.CRYPTO);
    RawPeer blackHoled = peer(alice).attend();
    RawPeer watcher = watcher(alice.id());
    RawTunnel tunnel = RawTunnel.answered(room, watcher, blackHoled);

    peer(alice).attend();
    assertTold(watcher, "joined", alice.id());

    assertThat(tunnel.atCaller()).isEqualTo(RawTunnel.BROKEN);
    assertTold(watcher, "joined", alice.id());
    assertThat(room.server().closed(CloseReason.REPLACED)).isEqualTo(1);
    assertToldNothingElse(watcher);
  }

  /** Answers the room's question whether the peer is still there. */
  private static void answerProbe(RawPeer peer) throws IOException {
    assertThat(peer.next()).startsWith("2 1 ").contains("\"ping\"");
    peer.send(2, -1, "1");
  }

  @Test
  void secondConnection_whileTheFirstOwesAnAnswer_isToldBeforeThatIsGivenUp() throws IOException {
    FeedKeyPair alice = FeedKeyPair.create(TestRoom.CRYPTO);
    peer(alice).attend();
    RawPeer watcher = watcher(alice.id());

    peer(alice).attend();

    assertTold(watcher, "joined", alice.id());
    assertThat(room.server().closed(CloseReason.REPLACED)).isZero();
  }

  /** Each of them pushes an older one out. */
  @Test
  void manyConnectionsOfOneKey_areToldOfAFewTimesOnly() throws IOException {
    RawPeer watcher = watcher();
    FeedKeyPair alice = FeedKeyPair.create(TestRoom.CRYPTO);
    long began = System.nanoTime();
    for (int i = 0; i < 60; i++) {
      peer(alice).attend();
    }
    long seconds = (System.nanoTime() - began) / 1_000_000_000;
    FeedId end = peer().attend().id();

    int events = 0;
    for (String told = watcher.nextBesidePings();
        !told.contains(end.toString());
        told = watcher.nextBesidePings()) {
      assertThat(told).contains(alice.id().toString());
      events++;
    }

    // Three at once, and then one in three seconds.
    assertThat(events).isLessThanOrEqualTo((int) (4 + seconds / 3));
  }

  @Test
  void secondConnection_whenTheFirstSaysGoodbye_isNotToldAgain() throws IOException {
    FeedKeyPair alice = FeedKeyPair.create(TestRoom.CRYPTO);
    RawPeer first = peer(alice).attend();
    RawPeer watcher = watcher(alice.id());
    RawPeer second = peer(alice);
    answerProbe(first);
    second.attend();

    first.sendBytes(new byte[9]);
    first.sendBoxGoodbye();
    await().until(() -> room.server().closed(CloseReason.GOODBYE) == 1);

    assertToldNothingElse(watcher);
  }

  @Test
  void attendant_isKnownToPages_fromWhenItAttendsUntilItIsGone() throws IOException {
    RawPeer alice = peer();
    FeedId id = alice.id();
    assertThat(room.server().presence().isAttendant(id)).isFalse();

    alice.attend();
    assertThat(room.server().presence().isAttendant(id)).isTrue();

    alice.close();
    await().until(() -> !room.server().presence().isAttendant(id));
  }

  @Test
  void tunnel_leadsToTheNewestConnection() throws IOException {
    FeedKeyPair alice = FeedKeyPair.create(TestRoom.CRYPTO);
    RawPeer first = peer(alice).attend();
    RawPeer second = peer(alice).attend();
    assertThat(first.next()).contains("ping");

    RawTunnel.answered(room, peer(), second);
  }

  @Test
  void subscription_ofAPeerThatEndedIt_getsNothingMoreButAttends() throws IOException {
    RawPeer alice = peer();
    int number = alice.open("source", "room.attendants", "[]");
    assertThat(alice.next()).contains("state");
    alice.send(14, number, "true");
    assertThat(alice.next()).isEqualTo("14 -" + number + " true");

    FeedId bob = peer().attend().id();
    watcher(alice.id(), bob);

    assertThat(alice.call("whoami", "[]")).isNotEmpty();
  }

  /** An app and the library in it do not know of each other. */
  @Test
  void subscriptions_onTheSameConnection_allGetTheStateAndAllEvents() throws IOException {
    RawPeer alice = peer();
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int number = alice.open("source", "room.attendants", "[]");
      assertThat(alice.next()).startsWith("10 -" + number + " {\"type\":\"state\"");
      numbers.add("10 -" + number);
    }

    FeedId bob = peer().attend().id();

    assertThat(toldOf(alice, bob, 8)).containsExactlyInAnyOrderElementsOf(numbers);
  }

  /** Who is told of {@code who} in the next {@code count} packets, as their beginnings. */
  private static List<String> toldOf(RawPeer peer, FeedId who, int count) throws IOException {
    List<String> told = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String next = peer.nextBesidePings();
      assertThat(next).contains(who.toString());
      told.add(next.substring(0, next.indexOf(' ', 3)));
    }
    return told;
  }

  @Test
  void subscriptionsToLists_onTheSameConnection_allGetThem() throws IOException {
    RawPeer legacy = peer();
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int number = legacy.open("source", "tunnel.endpoints", "[]");
      assertThat(legacy.next()).startsWith("10 -" + number + " [");
      numbers.add("10 -" + number);
    }

    FeedId bob = peer().attend().id();

    assertThat(toldOf(legacy, bob, 8)).containsExactlyInAnyOrderElementsOf(numbers);
  }

  @ParameterizedTest
  @ValueSource(strings = {"room.attendants", "tunnel.endpoints"})
  void subscription_beyondTheEighth_isRefusedUntilAnotherEnds(String procedure) throws IOException {
    RawPeer alice = peer();
    for (int i = 1; i <= 8; i++) {
      alice.open("source", procedure, "[]");
      assertThat(alice.next()).startsWith("10 -" + i + " ");
    }

    alice.open("source", procedure, "[]");
    assertThat(alice.next()).startsWith("14 -9 {").contains("8 subscriptions on this connection");

    alice.send(14, 3, "true");
    assertThat(alice.next()).isEqualTo("14 -3 true");
    alice.open("source", procedure, "[]");
    assertThat(alice.next()).startsWith("10 -10 ");
  }

  @Test
  void endpoints_areWholeListsWithTheSubscriber_atMostOneASecond() throws IOException {
    RawPeer legacy = peer();
    int number = legacy.open("source", "tunnel.endpoints", "[]");
    assertThat(legacy.next()).isEqualTo("10 -" + number + " [\"" + legacy.id() + "\"]");

    var expected = new TreeSet<String>();
    expected.add(legacy.id().toString());
    for (int i = 0; i < 20; i++) {
      expected.add(peer().attend().id().toString());
    }

    int lists = 0;
    String last;
    do {
      last = legacy.nextBesidePings();
      lists++;
    } while (ids(last.substring(last.indexOf('['))).size() < 21);
    assertThat(ids(last.substring(last.indexOf('[')))).isEqualTo(expected);
    // Twenty changes; how many seconds they took depends on the machine.
    assertThat(lists).isLessThan(20);
  }

  @Test
  void guest_neverAttends_andMayCallFewThings() throws IOException {
    RawPeer watcher = watcher();
    RawPeer[] guests = new RawPeer[5];
    for (int i = 0; i < guests.length; i++) {
      guests[i] = peer(room.guest());
      FeedId newcomer = FeedKeyPair.create(TestRoom.CRYPTO).id();
      assertThat(guests[i].call("invite.use", "[{\"feed\":\"" + newcomer + "\"}]"))
          .isEqualTo("true");
    }
    for (RawPeer guest : guests) {
      assertThat(guest.call("manifest", "[]"))
          .isEqualTo(
              "{\"whoami\":\"sync\",\"gossip\":{\"ping\":\"duplex\"},"
                  + "\"invite\":{\"use\":\"async\"},\"manifest\":\"sync\"}");
      guest.send(2, 9, "{\"name\":[\"tunnel\",\"announce\"],\"args\":[]}");
      assertThat(guest.next()).contains("method:tunnel,announce is not in list");
    }

    assertToldNothingElse(watcher);
    int number = watcher.openTunnel(room, room.guest().id());
    assertThat(watcher.next()).startsWith("14 -" + number).contains("could not connect to");
  }

  @Test
  void flapping_withinATick_isToldAsItIsInTheEnd() throws IOException {
    RawPeer watcher = watcher();
    RawPeer restless = peer();
    for (int i = 1; i <= 40; i++) {
      restless.send(2, 2 * i - 1, "{\"name\":[\"tunnel\",\"leave\"]}");
      restless.send(2, 2 * i, "{\"name\":[\"tunnel\",\"announce\"]}");
    }
    for (int i = 1; i <= 80; i++) {
      assertThat(restless.nextBesidePings()).isEqualTo("2 -" + i + " true");
    }
    FeedId end = peer().attend().id();

    String last = "";
    int events = 0;
    for (String told = watcher.next(); !told.contains(end.toString()); told = watcher.next()) {
      last = told;
      events++;
    }
    assertThat(last).contains("\"joined\"").contains(restless.id().toString());
    assertThat(events).isLessThan(40);
  }

  @Test
  void everybodyGone_leavesNobodyOnline() throws IOException {
    for (int i = 0; i < 20; i++) {
      peer().attend();
    }
    assertThat(room.server().presence().online()).isEqualTo(20);

    for (RawPeer peer : peers) {
      peer.close();
    }

    await().untilAsserted(() -> assertThat(room.server().presence().online()).isZero());
    await().untilAsserted(() -> assertThat(room.server().peers()).isZero());
  }
}
