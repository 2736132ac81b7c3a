package alcove.tunnel;

import static alcove.room.policy.PrivacyMode.COMMUNITY;
import static alcove.room.policy.PrivacyMode.OPEN;
import static alcove.room.policy.PrivacyMode.RESTRICTED;
import static alcove.room.policy.Standing.ADMIN;
import static alcove.room.policy.Standing.BLOCKED;
import static alcove.room.policy.Standing.EXTERNAL;
import static alcove.room.policy.Standing.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Standing;
import alcove.tunnel.net.CloseReason;
import alcove.tunnel.testing.RawPeer;
import alcove.tunnel.testing.RawTunnel;
import alcove.tunnel.testing.TestRoom;
import alcove.tunnel.testing.TestStandings;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a change of mode or standing does to those who are connected. */
class RejudgingTest {
  private static final String NOT_FOR_EXTERNALS =
      RawTunnel.error("external user are not allowed to enumerate members");

  private final TestStandings standings = new TestStandings();
  private final TestRoom room = TestRoom.open(standings);
  private final List<RawPeer> peers = new ArrayList<>();

  /** Closes everybody and looks whether the books are balanced. */
  @AfterEach
  void close() throws IOException {
    standings.onAsked(peer -> {});
    for (RawPeer peer : peers) {
      peer.close();
    }
    await().untilAsserted(() -> assertThat(room.server().sockets()).isZero());
    assertThat(room.server().peers()).isZero();
    await().untilAsserted(() -> assertThat(room.server().presence().online()).isZero());
    assertThat(room.server().tunnels().open()).isZero();
    assertThat(room.server().tunnels().held()).isZero();
    assertThat(room.server().closed(CloseReason.INTERNAL_ERROR)).isZero();
    room.close();
  }

  private static FeedKeyPair key() {
    return FeedKeyPair.create(TestRoom.CRYPTO);
  }

  private RawPeer peer(FeedKeyPair self) throws IOException {
    RawPeer peer = RawPeer.connect(room, self);
    peers.add(peer);
    return peer;
  }

  private RawPeer peer(Standing standing) throws IOException {
    FeedKeyPair self = key();
    standings.set(self.id(), standing);
    return peer(self);
  }

  /** A member that has subscribed, and seen the {@code others} attend. */
  private RawPeer watcher(FeedId... others) throws IOException {
    RawPeer watcher = peer(MEMBER);
    int number = watcher.open("source", "room.attendants", "[]");
    String state = watcher.next();
    assertThat(state).startsWith("10 -" + number + " {\"type\":\"state\"");
    for (FeedId other : others) {
      assertThat(state).contains(other.toString());
    }
    return watcher;
  }

  private void change(PrivacyMode mode) {
    standings.mode(mode);
    room.server().rejudge();
  }

  private void change(FeedId peer, Standing standing) {
    standings.set(peer, standing);
    room.server().rejudge();
  }

  private static void assertTold(RawPeer watcher, String type, FeedId who) throws IOException {
    assertThat(toldTo(watcher)).isEqualTo(event(type, who));
  }

  /** The next event, without the packet's header. */
  private static String toldTo(RawPeer watcher) throws IOException {
    String packet = watcher.nextBesidePings();
    return packet.substring(packet.indexOf('{'));
  }

  private static String event(String type, FeedId who) {
    return "{\"type\":\"" + type + "\",\"id\":\"" + who + "\"}";
  }

  /** Somebody new joins, and nothing was told before. */
  private void assertToldNothingElse(RawPeer watcher) throws IOException {
    assertTold(watcher, "joined", peer(MEMBER).attend().id());
  }

  /** A packet as a peer receives it. */
  private static String numbered(String packet, int requestNumber) {
    return packet.replaceFirst(" ", " " + requestNumber + " ");
  }

  /** The next packet that ends something. */
  private static String nextEnd(RawPeer peer) throws IOException {
    String next = peer.nextBesidePings();
    while (!next.startsWith("14 ")) {
      next = peer.nextBesidePings();
    }
    return next;
  }

  private static void assertSaidGoodbye(RawPeer peer) throws IOException {
    String next = peer.nextBesidePings();
    while (!next.equals(RawPeer.GOODBYE)) {
      assertThat(next).startsWith("14 ");
      next = peer.nextBesidePings();
    }
    assertThat(peer.next()).isEqualTo(RawPeer.BOX_GOODBYE);
    assertThat(peer.next()).isEqualTo(RawPeer.GONE);
  }

  @ParameterizedTest
  @CsvSource({"OPEN, EXTERNAL", "OPEN, MEMBER", "COMMUNITY, MEMBER", "RESTRICTED, ADMIN"})
  void block_ofAPeer_endsAllItHas(PrivacyMode mode, Standing before) throws IOException {
    standings.mode(mode);
    FeedKeyPair subject = key();
    standings.set(subject.id(), before);
    RawPeer first = peer(subject).attend();
    RawPeer second = peer(subject).attend();
    RawPeer watcher = watcher(subject.id());
    RawPeer friend = peer(MEMBER).attend();
    assertTold(watcher, "joined", friend.id());
    RawTunnel toIt = RawTunnel.answered(room, friend, second);
    RawTunnel fromIt = RawTunnel.answered(room, second, friend);

    change(subject.id(), BLOCKED);

    assertSaidGoodbye(second);
    assertThat(first.nextBesidePings()).isEqualTo(RawPeer.GOODBYE);
    assertThat(List.of(friend.nextBesidePings(), friend.nextBesidePings()))
        .containsExactlyInAnyOrder(
            numbered(RawTunnel.BROKEN, -toIt.callersNumber()),
            numbered(RawTunnel.BROKEN, fromIt.targetsNumber()));
    assertTold(watcher, "left", subject.id());
    assertToldNothingElse(watcher);
    await().until(() -> room.server().closed(CloseReason.NO_LONGER_ADMITTED) == 2);
    assertThatThrownBy(() -> RawPeer.connect(room, subject)).isInstanceOf(SocketException.class);
    assertThat(room.server().closed(CloseReason.REFUSED)).isEqualTo(1);
    assertThat(room.server().peers()).isEqualTo(3);
  }

  @Test
  void block_ofAPeerThatMayReturn_isToldAtOnce() throws IOException {
    RawPeer subject = peer(MEMBER).attend();
    RawPeer watcher = watcher(subject.id());
    subject.reset();
    await().until(() -> room.server().peers() == 1);

    change(subject.id(), BLOCKED);
    FeedId newcomer = peer(MEMBER).attend().id();

    assertThat(List.of(toldTo(watcher), toldTo(watcher)))
        .containsExactlyInAnyOrder(event("left", subject.id()), event("joined", newcomer));
    assertToldNothingElse(watcher);
  }

  @Test
  void restricted_turnsExternalsOut_andLeavesMembersAlone() throws IOException {
    RawPeer external = peer(EXTERNAL).attend();
    RawPeer watcher = watcher(external.id());
    RawPeer bob = peer(MEMBER).attend();
    assertTold(watcher, "joined", bob.id());
    RawTunnel amongMembers = RawTunnel.answered(room, watcher, bob);
    RawTunnel.answered(room, external, bob);

    change(RESTRICTED);

    assertSaidGoodbye(external);
    assertThat(bob.nextBesidePings()).contains("unexpected end of parent stream");
    assertTold(watcher, "left", external.id());
    amongMembers.echo();
    assertToldNothingElse(watcher);
    assertThatThrownBy(() -> peer(EXTERNAL)).isInstanceOf(SocketException.class);
  }

  @Test
  void community_takesPresenceAndSubscriptionsFromExternals_notTheirConnections()
      throws IOException {
    RawPeer external = peer(EXTERNAL);
    int attendants = external.open("source", "room.attendants", "[]");
    assertThat(external.next()).contains("\"state\"");
    int endpoints = external.open("source", "tunnel.endpoints", "[]");
    assertThat(external.next()).startsWith("10 -" + endpoints);
    RawPeer watcher = watcher(external.id());
    await().until(() -> external.nextBesidePings().contains(watcher.id().toString()));

    change(COMMUNITY);

    assertThat(List.of(nextEnd(external), nextEnd(external)))
        .containsExactlyInAnyOrder(
            numbered(NOT_FOR_EXTERNALS, -attendants), "14 -" + endpoints + " true");
    assertTold(watcher, "left", external.id());
    assertToldNothingElse(watcher);
    assertThat(external.call("whoami", "[]")).contains(room.id().toString());
  }

  @Test
  void community_endsTunnelsToExternals_andKeepsThoseToMembers() throws IOException {
    RawPeer external = peer(EXTERNAL).attend();
    RawPeer stranger = peer(EXTERNAL).attend();
    RawPeer member = peer(MEMBER).attend();
    RawTunnel kept = RawTunnel.answered(room, external, member);
    RawTunnel amongExternals = RawTunnel.answered(room, stranger, external);
    RawTunnel toExternal = RawTunnel.open(room, member, stranger);

    change(COMMUNITY);

    assertThat(amongExternals.atTarget()).isEqualTo(RawTunnel.BROKEN);
    assertThat(toExternal.atCaller()).isEqualTo(RawTunnel.couldNotConnect(stranger.id()));
    assertThat(List.of(stranger.nextBesidePings(), stranger.nextBesidePings()))
        .containsExactlyInAnyOrder(
            numbered(RawTunnel.BROKEN, -amongExternals.callersNumber()),
            numbered(RawTunnel.couldNotConnect(stranger.id()), toExternal.targetsNumber()));
    kept.echo();
    await().until(() -> room.server().tunnels().open() == 1);
    int refused = member.openTunnel(room, external.id());
    assertThat(member.nextBesidePings())
        .startsWith("14 -" + refused)
        .contains("could not connect to:" + external.id());
  }

  @Test
  void removal_ofAMember_takesWhatOnlyMembersHave() throws IOException {
    standings.mode(COMMUNITY);
    RawPeer subject = peer(ADMIN);
    int attendants = subject.open("source", "room.attendants", "[]");
    assertThat(subject.next()).contains("\"state\"");
    RawPeer watcher = watcher(subject.id());
    assertTold(subject, "joined", watcher.id());
    RawTunnel toIt = RawTunnel.answered(room, watcher, subject);
    RawTunnel fromIt = RawTunnel.answered(room, subject, watcher);

    change(subject.id(), EXTERNAL);

    assertThat(List.of(subject.nextBesidePings(), subject.nextBesidePings()))
        .containsExactlyInAnyOrder(
            numbered(NOT_FOR_EXTERNALS, -attendants),
            numbered(RawTunnel.BROKEN, toIt.targetsNumber()));
    assertThat(toIt.atCaller()).isEqualTo(RawTunnel.BROKEN);
    fromIt.echo();
    assertTold(watcher, "left", subject.id());
    assertToldNothingElse(watcher);
    assertThat(subject.call("room.metadata", "[]")).contains("\"membership\":false");
  }

  @ParameterizedTest
  @CsvSource({"async, tunnel.announce", "source, room.attendants", "source, tunnel.endpoints"})
  void external_thatWantedToAttend_doesSoOnceItMay(String type, String name) throws IOException {
    standings.mode(COMMUNITY);
    RawPeer watcher = watcher();
    RawPeer subject = peer(EXTERNAL);
    ask(subject, type, name);
    assertThat(subject.next()).containsAnyOf("not allowed", "[]");
    assertThat(room.server().presence().online()).isEqualTo(1);

    change(subject.id(), MEMBER);

    assertTold(watcher, "joined", subject.id());
    if (name.equals("tunnel.endpoints")) {
      assertThat(subject.nextBesidePings()).isEqualTo("14 -1 true");
    }
    RawTunnel.answered(room, watcher, subject);
    assertToldNothingElse(watcher);
  }

  private static void ask(RawPeer peer, String type, String name) throws IOException {
    if (type.equals("source")) {
      peer.open(type, name, "[]");
    } else {
      peer.send(2, 1, "{\"name\":[\"%s\"],\"args\":[]}".formatted(name.replace(".", "\",\"")));
    }
  }

  @Test
  void external_thatNeverWantedToAttend_doesNotWhenItMay() throws IOException {
    standings.mode(COMMUNITY);
    RawPeer watcher = watcher();
    RawPeer silent = peer(EXTERNAL);
    RawPeer undecided = peer(EXTERNAL);
    ask(undecided, "async", "tunnel.announce");
    assertThat(undecided.next()).contains("not allowed");
    undecided.send(2, 2, "{\"name\":[\"tunnel\",\"leave\"],\"args\":[]}");
    assertThat(undecided.next()).isEqualTo("2 -2 true");

    standings.mode(OPEN);
    change(silent.id(), MEMBER);

    assertToldNothingElse(watcher);
    assertThat(room.server().presence().online()).isEqualTo(2);
  }

  @Test
  void open_afterCommunity_bringsExternalsBack() throws IOException {
    RawPeer external = peer(EXTERNAL).attend();
    RawPeer watcher = watcher(external.id());
    change(COMMUNITY);
    assertTold(watcher, "left", external.id());

    change(OPEN);

    assertTold(watcher, "joined", external.id());
    RawTunnel.answered(room, watcher, external);
  }

  @Test
  void changeBackAtOnce_isToldAsItIsInTheEnd() throws IOException {
    RawPeer external = peer(EXTERNAL).attend();
    RawPeer watcher = watcher(external.id());
    RawPeer member = peer(MEMBER).attend();
    assertTold(watcher, "joined", member.id());
    RawTunnel tunnel = RawTunnel.answered(room, external, member);

    for (int i = 0; i < 200; i++) {
      change(COMMUNITY);
      change(OPEN);
    }

    tunnel.echo();
    FeedId last = peer(MEMBER).attend().id();
    List<String> told = new ArrayList<>();
    for (String next = watcher.nextBesidePings();
        !next.contains(last.toString());
        next = watcher.nextBesidePings()) {
      told.add(next);
    }
    if (!told.isEmpty()) {
      assertThat(told.getLast()).contains("\"joined\"").contains(external.id().toString());
    }
  }

  @ParameterizedTest
  @CsvSource({"COMMUNITY", "RESTRICTED"})
  void guest_isForOpenModeOnly(PrivacyMode mode) throws IOException {
    RawPeer guest = peer(room.guest());
    assertThat(guest.call("whoami", "[]")).contains(room.id().toString());

    change(mode);

    assertSaidGoodbye(guest);
    standings.set(room.guest().id(), MEMBER);
    assertThatThrownBy(() -> peer(room.guest())).isInstanceOf(SocketException.class);
  }

  /** A block that lands behind the admission, and whose round is over before the register knows. */
  @Test
  void block_betweenAdmissionAndRegister_leavesNoLiveConnection() throws IOException {
    RawPeer witness = peer(MEMBER);
    FeedKeyPair subject = key();
    AtomicBoolean first = new AtomicBoolean(true);
    standings.onAsked(
        asked -> {
          if (asked.equals(subject.id()) && first.getAndSet(false)) {
            standings.set(subject.id(), BLOCKED);
            change(witness.id(), BLOCKED);
            await().until(() -> room.server().peers() == 0);
          }
        });

    RawPeer admitted = peer(subject);

    assertThat(first).isFalse();
    assertThat(admitted.next()).isEqualTo(RawPeer.GOODBYE);
    await().until(() -> room.server().closed(CloseReason.NO_LONGER_ADMITTED) == 2);
    assertThat(room.server().peers()).isZero();
  }

  /** The other way round: what made it a member came behind the look that said it was none. */
  @Test
  void membership_rightAfterTheRefusal_isNotLost() throws IOException {
    standings.mode(COMMUNITY);
    RawPeer watcher = watcher();
    RawPeer subject = peer(EXTERNAL);
    // Its admission has been looked at when it has an answer, so the next look is that at its call.
    assertThat(subject.call("whoami", "[]")).contains(room.id().toString());
    AtomicBoolean first = new AtomicBoolean(true);
    standings.onAsked(
        asked -> {
          if (asked.equals(subject.id()) && first.getAndSet(false)) {
            change(subject.id(), MEMBER);
          }
        });

    subject.send(2, 2, "{\"name\":[\"tunnel\",\"announce\"],\"args\":[]}");

    assertThat(subject.next()).contains("not allowed");
    assertTold(watcher, "joined", subject.id());
  }

  @Test
  void manyPeers_areAllJudged() throws IOException {
    List<RawPeer> externals = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      externals.add(peer(EXTERNAL).attend());
    }
    RawPeer member = peer(MEMBER).attend();

    change(RESTRICTED);

    await().until(() -> room.server().peers() == 1);
    assertThat(room.server().closed(CloseReason.NO_LONGER_ADMITTED)).isEqualTo(300);
    assertThat(room.server().presence().online()).isEqualTo(1);
    assertThat(member.call("whoami", "[]")).isNotEmpty();
    for (RawPeer external : externals) {
      assertThat(external.next()).isEqualTo(RawPeer.GOODBYE);
    }
  }

  @Test
  void manyChanges_shareRounds() throws IOException {
    RawPeer peer = peer(MEMBER).attend();
    AtomicInteger asked = new AtomicInteger();
    standings.onAsked(who -> asked.incrementAndGet());

    for (int i = 0; i < 10_000; i++) {
      room.server().rejudge();
    }
    change(peer.id(), BLOCKED);

    assertSaidGoodbye(peer);
    assertThat(asked.get()).isLessThan(1000);
  }

  @Test
  void standingsThatFail_letNobodyInAndTurnEverybodyOut() throws IOException {
    RawPeer member = peer(MEMBER).attend();
    standings.onAsked(
        asked -> {
          throw new IllegalStateException("the registry is broken");
        });

    assertThatThrownBy(() -> peer(ADMIN)).isInstanceOf(SocketException.class);
    ask(member, "source", "room.attendants");
    assertThat(member.next()).contains("not allowed");
    room.server().rejudge();

    assertSaidGoodbye(member);
    assertThat(room.server().closed(CloseReason.REFUSED)).isEqualTo(1);
  }
}
