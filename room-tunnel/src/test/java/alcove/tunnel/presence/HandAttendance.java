package alcove.tunnel.presence;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.Substream;
import alcove.tunnel.muxrpc.SubstreamEnd;
import alcove.tunnel.muxrpc.SubstreamReceiver;
import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.net.HandLoop;
import alcove.tunnel.net.HandPeer;
import alcove.tunnel.testing.Cryptos;
import alcove.tunnel.testing.TestStandings;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** The attendance of a room on one event loop that the test drives, and the room's guests. */
final class HandAttendance {
  /** Within that time what has changed is told. */
  static final Duration TOLD = Duration.ofMillis(400);

  /** The same for whole lists, and for what waits until the clock has ticked. */
  static final Duration A_SECOND = Duration.ofMillis(1300);

  final HandLoop hand = new HandLoop();
  final TestStandings standings = new TestStandings();
  final AtomicBoolean crowded = new AtomicBoolean();
  final Attendance attendance = new Attendance(hand.loop(), standings, crowded::get);
  private final List<Guest> guests = new ArrayList<>();
  private final List<Guest> silent = new ArrayList<>();

  /** A connection, and what is told on its subscriptions. */
  final class Guest {
    final HandPeer at;
    final List<SubstreamEnd> ends = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    private Guest(FeedKeyPair self) {
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

    /** Subscribes to {@code changes} or {@code lists}. */
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

  Guest guest() {
    return guest(FeedKeyPair.create(Cryptos.java()));
  }

  Guest guest(FeedKeyPair keys) {
    return new Guest(keys);
  }

  /** Somebody who was told the state, and has forgotten it. */
  Guest watcher() {
    Guest watcher = guest();
    watcher.subscribe("changes");
    pass(TOLD);
    watcher.news();
    return watcher;
  }

  /** Nothing goes to or comes from {@code guest} any more, as by a line that is dead. */
  void silence(Guest guest) {
    silent.add(guest);
  }

  void pass(Duration time) {
    for (long left = time.toMillis(); left > 0; left -= 100) {
      hand.advance(Duration.ofMillis(Math.min(100, left)));
      guests.stream().filter(each -> !silent.contains(each)).forEach(each -> each.at.carry());
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

  static String joined(int who) {
    return "{type:joined,id:" + who + "}";
  }

  static String left(int who) {
    return "{type:left,id:" + who + "}";
  }
}
