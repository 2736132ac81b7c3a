package alcove.tunnel.presence;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Standing;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.Substream;
import alcove.tunnel.muxrpc.SubstreamEnd;
import alcove.tunnel.muxrpc.SubstreamReceiver;
import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.muxrpc.codec.Packet;
import alcove.tunnel.net.HandLoop;
import alcove.tunnel.net.HandPeer;
import alcove.tunnel.testing.Cryptos;
import alcove.tunnel.testing.FakeClusters;
import alcove.tunnel.testing.TestStandings;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Who attends and what others are told, on one event loop that the test drives. */
class AttendanceTest {
  private static final Duration TOLD = Duration.ofMillis(400);
  private static final Duration A_SECOND = Duration.ofMillis(1300);

  private final HandLoop hand = new HandLoop();
  private final TestStandings standings = new TestStandings();
  private final AtomicBoolean crowded = new AtomicBoolean();
  private final Attendance attendance = new Attendance(hand.loop(), standings, crowded::get);
  private final List<Guest> guests = new ArrayList<>();

  /** A connection, and what is told on its subscriptions. */
  private final class Guest {
    private final HandPeer at;
    private final List<String> told = new ArrayList<>();
    private final List<SubstreamEnd> ends = new ArrayList<>();

    Guest(FeedKeyPair self) {
      at = new HandPeer(hand, self, (_, args, substream) -> begin(args, substream), this::nothing);
      guests.add(this);
    }

    private SubstreamReceiver nothing(Object caller, ArrayNode args, Substream substream) {
      return _ -> {};
    }

    private SubstreamReceiver begin(ArrayNode args, Substream substream) {
      return args.path(0).asText().equals("lists")
          ? attendance.subscribeToEndpoints(at.connection, substream)
          : attendance.subscribe(at.connection, substream);
    }

    FeedId id() {
      return at.id();
    }

    Guest attend() {
      assertThat(attendance.attend(at.connection)).isTrue();
      return this;
    }

    void leave() {
      attendance.leave(at.connection);
    }

    /** Is gone for the room. */
    void goes(boolean isLost) {
      attendance.closed(at.connection, isLost);
    }

    Substream subscribe(String to) {
      SubstreamReceiver receiver =
          new SubstreamReceiver() {
            @Override
            public Input input() {
              return Input.BODIES;
            }

            @Override
            public void body(BodyType type, byte[] body) {
              told.add(shown(new String(body, StandardCharsets.UTF_8)));
            }

            @Override
            public void ended(SubstreamEnd end) {
              ends.add(end);
            }
          };
      Substream substream =
          at.peer.session().open("tunnel.connect", Json.array().add(to), "duplex", receiver);
      at.carry();
      return substream;
    }

    /** What it was told since the last time, in short. */
    List<String> news() {
      List<String> news = List.copyOf(told);
      told.clear();
      return news;
    }
  }

  private Guest guest() {
    return new Guest(FeedKeyPair.create(Cryptos.java()));
  }

  /** Somebody who was told the state, and has forgotten it. */
  private Guest watcher() {
    Guest watcher = guest();
    watcher.subscribe("changes");
    pass(TOLD);
    watcher.news();
    return watcher;
  }

  private void pass(Duration time) {
    for (long left = time.toMillis(); left > 0; left -= 100) {
      hand.advance(Duration.ofMillis(Math.min(100, left)));
      guests.forEach(each -> each.at.carry());
    }
  }

  /** With the places of guests for their ids, in the order in which they came. */
  private String shown(String json) {
    String shown = json;
    for (int i = 0; i < guests.size(); i++) {
      shown = shown.replace(guests.get(i).id().toString(), "" + i);
    }
    return shown.replace("\"", "");
  }

  private static String joined(int who) {
    return "{type:joined,id:" + who + "}";
  }

  private static String left(int who) {
    return "{type:left,id:" + who + "}";
  }

  @Test
  void subscriber_isToldTheState_thenChangesOfOthers() {
    Guest first = guest().attend();
    pass(TOLD);
    Guest watcher = guest();
    watcher.subscribe("changes");
    pass(TOLD);
    assertThat(watcher.news()).containsExactly("{type:state,ids:[0,1]}");

    guest().attend();
    pass(TOLD);
    first.leave();
    pass(TOLD);

    assertThat(watcher.news()).containsExactly(joined(2), left(0));
    assertThat(attendance.online()).isEqualTo(2);
    assertThat(attendance.isAttendant(first.id())).isFalse();
    assertThat(attendance.isAttendant(watcher.id())).isTrue();
  }

  @Test
  void manyChanges_atOnce_areAllTold() {
    Guest watcher = watcher();

    for (int i = 0; i < 5; i++) {
      guest().attend();
    }
    pass(TOLD);

    assertThat(watcher.news())
        .containsExactly(joined(1), joined(2), joined(3), joined(4), joined(5));
  }

  @Test
  void arrival_isToldToListeners_once() {
    List<FeedId> arrived = new ArrayList<>();
    attendance.onArrival(arrived::add);

    Guest guest = guest().attend();
    guest.attend();
    pass(TOLD);

    assertThat(arrived).containsExactly(guest.id());
  }

  @Test
  void attendant_whoIsGone_isMissedAfterThreeSeconds_andNotIfTheyAreBack() {
    Guest watcher = watcher();
    FeedKeyPair keys = FeedKeyPair.create(Cryptos.java());
    Guest first = new Guest(keys).attend();
    Guest other = guest().attend();
    pass(TOLD);
    watcher.news();

    first.goes(false);
    other.goes(false);
    pass(Duration.ofSeconds(2));
    new Guest(keys).attend();
    pass(TOLD);
    assertThat(watcher.news())
        .as("somebody who may be back is not missed")
        .containsExactly(joined(1));

    pass(Duration.ofSeconds(3));
    assertThat(watcher.news()).containsExactly(left(2));
  }

  @Test
  void attendant_whoIsLostButHereByAnotherConnection_isToldAgain() {
    Guest watcher = watcher();
    FeedKeyPair keys = FeedKeyPair.create(Cryptos.java());
    Guest first = new Guest(keys).attend();
    new Guest(keys).attend();
    pass(TOLD);
    watcher.news();

    first.goes(true);
    pass(TOLD);

    assertThat(watcher.news()).containsExactly(joined(1));
    assertThat(attendance.isAttendant(first.id())).isTrue();
  }

  @Test
  void secondConnection_whileTheFirstOwesAnAnswer_isToldAsIfTheyCameAgain() {
    Guest watcher = watcher();
    FeedKeyPair keys = FeedKeyPair.create(Cryptos.java());
    Guest first = new Guest(keys).attend();
    Guest quiet = guest().attend();
    pass(TOLD);
    watcher.news();

    first.at.connection.pauseReading();
    new Guest(keys).attend();
    pass(A_SECOND);

    assertThat(watcher.news()).containsExactly(joined(1));
    assertThat(quiet.ends).isEmpty();
  }

  @Test
  void secondConnection_whileTheFirstAnswers_isNoNews() {
    Guest watcher = watcher();
    FeedKeyPair keys = FeedKeyPair.create(Cryptos.java());
    new Guest(keys).attend();
    pass(TOLD);
    watcher.news();

    new Guest(keys).attend();
    pass(A_SECOND);

    assertThat(watcher.news()).isEmpty();
  }

  @Test
  void whoComesAndGoesOften_isToldOfThreeTimes_andInTheEndAsItIs() {
    Guest watcher = watcher();
    Guest restless = guest();
    for (int i = 0; i < 3; i++) {
      restless.attend();
      pass(TOLD);
      restless.leave();
      pass(TOLD);
    }
    assertThat(watcher.news()).containsExactly(joined(1), left(1), joined(1));

    pass(Duration.ofSeconds(5));

    assertThat(watcher.news()).containsExactly(left(1));
  }

  @Test
  void news_waitWhileNewcomersCrowd_atMostFiveSeconds() {
    Guest watcher = watcher();
    crowded.set(true);
    guest().attend();
    pass(Duration.ofSeconds(4));
    assertThat(watcher.news()).isEmpty();

    pass(Duration.ofSeconds(2));

    assertThat(watcher.news()).containsExactly(joined(1));
  }

  @Test
  void subscription_thatThePeerEnds_isToldNothingMore_andTheOthersAre() {
    Guest watcher = guest();
    Substream one = watcher.subscribe("changes");
    watcher.subscribe("changes");
    pass(TOLD);
    watcher.news();

    one.end();
    guest().attend();
    pass(TOLD);

    assertThat(watcher.news()).containsExactly(joined(1));
    assertThat(attendance.isAttendant(watcher.id())).isTrue();
  }

  @Test
  void subscriptions_beyondTheEighth_areRefused_untilAnotherEnds() {
    for (String kind : new String[] {"changes", "lists"}) {
      Guest watcher = guest();
      List<Substream> eight = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        eight.add(watcher.subscribe(kind));
      }
      pass(TOLD);
      assertThat(watcher.ends).isEmpty();

      watcher.subscribe(kind);
      pass(TOLD);
      assertThat(watcher.ends)
          .containsExactly(new SubstreamEnd.Failed("8 subscriptions on this connection already"));

      eight.getFirst().end();
      watcher.at.carry();
      watcher.subscribe(kind);
      pass(TOLD);
      assertThat(watcher.ends).hasSize(1);
    }
  }

  @Test
  void connectionThatIsGone_isToldNothingMore() {
    Guest changes = watcher();
    Guest lists = guest();
    lists.subscribe("lists");
    pass(A_SECOND);
    changes.news();
    lists.news();

    changes.goes(false);
    lists.goes(false);
    guest().attend();
    pass(Duration.ofSeconds(6));

    assertThat(changes.news()).isEmpty();
    assertThat(lists.news()).isEmpty();
  }

  @Test
  void lists_comeWhole_atMostOnceASecond_andOnlyWhenSomethingHasChanged() {
    Guest watcher = guest();
    watcher.subscribe("lists");
    pass(TOLD);
    assertThat(watcher.news()).containsExactly("[0]");

    Guest second = guest().attend();
    pass(TOLD);
    guest().attend();
    pass(TOLD);
    assertThat(watcher.news()).as("a second is not over").isEmpty();
    pass(Duration.ofMillis(1200));
    assertThat(watcher.news()).containsExactly("[0,1,2]");

    pass(Duration.ofSeconds(4));
    assertThat(watcher.news()).as("nothing has changed").isEmpty();

    second.leave();
    pass(TOLD);
    assertThat(watcher.news()).containsExactly("[0,2]");
  }

  @Test
  void list_forWhoIsBehind_waits_andIsTheNewestThen() {
    Guest watcher = guest();
    watcher.subscribe("lists");
    pass(A_SECOND);
    watcher.news();
    watcher.at.takeNothing();
    Packet much = Packet.of(BodyType.STRING, false, false, -99, new byte[60 << 10]);
    for (int i = 0; i < 3; i++) {
      watcher.at.connection.outbox().control(much);
    }
    pass(Duration.ofMillis(100));

    guest().attend();
    pass(A_SECOND);
    guest().attend();
    pass(A_SECOND);
    assertThat(watcher.news()).isEmpty();

    watcher.at.takeAtOnce();
    pass(A_SECOND);

    assertThat(watcher.news()).containsExactly("[0,1,2]");
  }

  @Test
  void whoMayNotAttendAnyMore_isGoneAtOnce_andTheirSubscriptionEnds_untilTheyMayAgain() {
    Guest watcher = watcher();
    Guest expelled = guest();
    expelled.subscribe("changes");
    Guest listing = guest();
    listing.subscribe("lists");
    pass(A_SECOND);
    watcher.news();
    listing.news();

    standings.set(expelled.id(), Standing.BLOCKED);
    standings.set(listing.id(), Standing.BLOCKED);
    attendance.rejudge();
    pass(TOLD);

    assertThat(watcher.news()).containsExactlyInAnyOrder(left(1), left(2));
    assertThat(expelled.ends)
        .containsExactly(
            new SubstreamEnd.Failed("external user are not allowed to enumerate members"));
    assertThat(listing.ends).containsExactly(new SubstreamEnd.Clean());
    assertThat(listing.news()).endsWith("[]");
    assertThat(attendance.isAttendant(expelled.id())).isFalse();

    standings.set(expelled.id(), Standing.MEMBER);
    attendance.rejudge();
    pass(TOLD);

    assertThat(watcher.news()).containsExactly(joined(1));
    assertThat(attendance.isAttendant(expelled.id())).isTrue();
    assertThat(watcher.ends).isEmpty();
  }

  @Test
  void whoMayNotAttendYet_isToldSo_andAttendsAsSoonAsTheyMay() {
    Guest watcher = watcher();
    standings.set(watcher.id(), Standing.MEMBER).mode(PrivacyMode.COMMUNITY);
    Guest external = guest();
    assertThat(attendance.attend(external.at.connection)).isFalse();
    pass(TOLD);
    assertThat(watcher.news()).isEmpty();
    assertThat(attendance.attendants()).containsExactly(watcher.id());

    standings.set(external.id(), Standing.MEMBER);
    attendance.rejudge();
    pass(TOLD);

    assertThat(watcher.news()).containsExactly(joined(1));
  }

  @Test
  void whoWaitsToAttend_andLeaves_doesNotAttendLater() {
    Guest watcher = watcher();
    standings.set(watcher.id(), Standing.MEMBER).mode(PrivacyMode.COMMUNITY);
    Guest external = guest();
    attendance.attend(external.at.connection);
    external.leave();

    standings.set(external.id(), Standing.MEMBER);
    attendance.rejudge();
    pass(TOLD);

    assertThat(watcher.news()).isEmpty();
  }

  @Test
  void whoIsExpectedBack_andMayNotAttendAnyMore_isMissedAtOnce() {
    Guest watcher = watcher();
    Guest gone = guest().attend();
    Guest alsoGone = guest().attend();
    pass(TOLD);
    watcher.news();

    gone.goes(false);
    alsoGone.goes(false);
    pass(TOLD);
    standings.set(gone.id(), Standing.BLOCKED);
    attendance.rejudge();
    pass(TOLD);

    assertThat(watcher.news()).containsExactly(left(1));
  }

  @Test
  void whoIsBlockedAndGone_isMissedAtOnce() {
    Guest watcher = watcher();
    Guest gone = guest().attend();
    pass(TOLD);
    watcher.news();

    standings.set(gone.id(), Standing.BLOCKED);
    gone.goes(false);
    pass(TOLD);

    assertThat(watcher.news()).containsExactly(left(1));
  }

  @Test
  void whoAttends_isReachableAtOnce_andNotIfTheyMayNotBeforePresenceGetsToIt() {
    Guest guest = guest().attend();
    assertThat(attendance.isAttendant(guest.id())).isTrue();

    standings.set(guest.id(), Standing.BLOCKED);
    pass(TOLD);

    assertThat(attendance.isAttendant(guest.id())).isFalse();
  }

  @Test
  void laterSubscription_isToldTheStateToo() {
    Guest watcher = watcher();

    watcher.subscribe("changes");
    pass(TOLD);
    assertThat(watcher.news()).containsExactly("{type:state,ids:[0]}");

    watcher.subscribe("lists");
    pass(A_SECOND);
    assertThat(watcher.news()).containsExactly("[0]");
  }

  @Test
  void changeThatIsNoneForMost_isNoNewsOfThem() {
    Guest watcher = watcher();
    Guest expelled = guest().attend();
    guest().attend();
    pass(TOLD);
    watcher.news();

    standings.set(expelled.id(), Standing.BLOCKED);
    attendance.rejudge();
    pass(TOLD);

    assertThat(watcher.news()).containsExactly(left(1));
  }

  @Test
  void whoMayNotSeeOthers_isToldNothing_alsoWhenTheyMayLater() {
    Guest watcher = watcher();
    standings.set(watcher.id(), Standing.MEMBER).mode(PrivacyMode.COMMUNITY);
    Guest external = guest();
    external.subscribe("changes");
    pass(TOLD);
    assertThat(external.ends).hasSize(1);
    assertThat(external.news()).isEmpty();

    standings.set(external.id(), Standing.MEMBER);
    attendance.rejudge();
    pass(TOLD);

    assertThat(watcher.news()).containsExactly(joined(1));
    assertThat(external.news()).isEmpty();
  }

  /** Another node, which says who attends there, and hears who attends here. */
  private final class Neighbour {
    private final FakeClusters clusters = new FakeClusters();
    private final FakeClusters.FakeNode here = clusters.node("here");
    private final FakeClusters.FakeNode there = clusters.node("there");
    private final HandLoop theirHand = new HandLoop();
    private final Attendance theirs = new Attendance(theirHand.loop(), standings, () -> false);

    Neighbour(Predicate<FeedId> shared) {
      attendance.join(here, shared);
      theirs.join(there, shared);
      clusters.see(false, here, there);
      talk(TOLD);
    }

    void talk(Duration time) {
      for (long left = time.toMillis(); left > 0; left -= 100) {
        pass(Duration.ofMillis(100));
        theirHand.advance(Duration.ofMillis(100));
        clusters.deliverAll();
      }
    }
  }

  @Test
  void nodes_knowWhoAttendsAtTheOther_andWhoHasGone() {
    Guest watcher = watcher();
    Neighbour neighbour = new Neighbour(_ -> false);
    talkAWhile(neighbour);
    assertThat(neighbour.theirs.attendants()).containsExactly(watcher.id());
    assertThat(neighbour.theirs.nodesOf(watcher.id())).containsExactly(neighbour.here.self().id());
    assertThat(neighbour.theirs.isNewerElsewhere(watcher.id())).isTrue();
    assertThat(attendance.nodesOf(watcher.id())).isEmpty();
    assertThat(attendance.isNewerElsewhere(watcher.id())).isFalse();

    Guest there = guest();
    neighbour.theirs.attend(there.at.connection);
    talkAWhile(neighbour);
    assertThat(watcher.news()).containsExactly(joined(1));
    assertThat(attendance.nodesOf(there.id())).containsExactly(neighbour.there.self().id());

    neighbour.theirs.leave(there.at.connection);
    talkAWhile(neighbour);
    assertThat(watcher.news()).containsExactly(left(1));

    attendance.leave(watcher.at.connection);
    talkAWhile(neighbour);
    assertThat(neighbour.theirs.attendants()).isEmpty();
  }

  @Test
  void whoIsLostAtOneNode_andHereByAnother_isToldAgain() {
    Guest watcher = watcher();
    Neighbour neighbour = new Neighbour(_ -> false);
    FeedKeyPair keys = FeedKeyPair.create(Cryptos.java());
    Guest there = new Guest(keys);
    neighbour.theirs.attend(there.at.connection);
    talkAWhile(neighbour);
    new Guest(keys).attend();
    talkAWhile(neighbour);
    watcher.news();

    neighbour.theirs.closed(there.at.connection, true);
    talkAWhile(neighbour);

    assertThat(watcher.news()).containsExactly(joined(1));
  }

  @Test
  void olderConnection_isAskedForASignOfLife_whenANewerOneIsAtAnotherNode() {
    watcher();
    Neighbour neighbour = new Neighbour(_ -> false);
    FeedKeyPair keys = FeedKeyPair.create(Cryptos.java());
    Guest older = new Guest(keys).attend();
    talkAWhile(neighbour);
    Guest newer = new Guest(keys);
    neighbour.theirs.attend(newer.at.connection);
    guests.remove(older);
    neighbour.talk(Duration.ofMillis(900));

    assertThat(older.at.connection.owesSignOfLife()).isTrue();
    assertThat(newer.at.connection.owesSignOfLife()).isFalse();
  }

  @Test
  void keyThatManyShare_isNotAsked() {
    watcher();
    Neighbour neighbour = new Neighbour(_ -> true);
    FeedKeyPair keys = FeedKeyPair.create(Cryptos.java());
    Guest older = new Guest(keys).attend();
    talkAWhile(neighbour);
    Guest newer = new Guest(keys);
    neighbour.theirs.attend(newer.at.connection);
    guests.remove(older);
    neighbour.talk(Duration.ofMillis(900));

    assertThat(older.at.connection.owesSignOfLife()).isFalse();
  }

  private static void talkAWhile(Neighbour neighbour) {
    neighbour.talk(Duration.ofSeconds(2));
  }

  @Test
  void withoutOtherNodes_nobodyIsElsewhere() {
    Guest guest = guest().attend();

    assertThat(attendance.nodesOf(guest.id())).isEmpty();
    assertThat(attendance.isNewerElsewhere(guest.id())).isFalse();
  }
}
