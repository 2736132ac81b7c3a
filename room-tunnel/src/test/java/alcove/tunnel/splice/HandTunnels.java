package alcove.tunnel.splice;

import static java.nio.charset.StandardCharsets.UTF_8;

import alcove.identity.FeedId;
import alcove.tunnel.link.LinkNode;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.Substream;
import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.net.HandLoop;
import alcove.tunnel.net.HandPeer;
import alcove.tunnel.net.PeerConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tunnels of a room on one event loop that the test drives, and the room's guests. */
final class HandTunnels {
  static final Tunnels.Quota QUOTA = new Tunnels.Quota(3, 3, 2, 1, 5);
  static final FlowLimits LIMITS =
      new FlowLimits(
          1000,
          200,
          100,
          5000,
          Duration.ofSeconds(30),
          Duration.ofSeconds(13),
          Duration.ofSeconds(30),
          8 << 10);

  private static final LinkNode OTHER_NODE = new LinkNode("other", "192.0.2.1", 7800);

  final HandLoop hand = new HandLoop();
  final Set<FeedId> away = new HashSet<>();
  final Set<FeedId> forbidden = new HashSet<>();

  /** Whom another node has as well, or alone, and who came to it later than to this one. */
  final Set<FeedId> elsewhere = new HashSet<>();

  final Set<FeedId> newerElsewhere = new HashSet<>();
  private final Map<FeedId, Guest> guests = new LinkedHashMap<>();
  final Targets targets =
      new Targets() {
        @Override
        public boolean mayLead(FeedId origin, FeedId target) {
          return !forbidden.contains(origin) && !forbidden.contains(target);
        }

        @Override
        public @Nullable PeerConnection find(FeedId origin, FeedId target) {
          Guest guest = guests.get(target);
          return guest == null || away.contains(target) || !mayLead(origin, target)
              ? null
              : guest.at.connection;
        }

        @Override
        public boolean isNewerElsewhere(FeedId target) {
          return newerElsewhere.contains(target);
        }

        @Override
        public List<LinkNode> elsewhere(FeedId origin, FeedId target) {
          return elsewhere.contains(target) ? List.of(OTHER_NODE) : List.of();
        }
      };
  private final HandPeer room = new HandPeer(hand, (_, _, _) -> _ -> {}, (_, _, _) -> _ -> {});
  final Tunnels tunnels;

  HandTunnels() {
    this(LIMITS, null);
  }

  HandTunnels(FlowLimits limits, @Nullable OtherNodes others) {
    tunnels = new Tunnels(room.id(), targets, QUOTA, limits, hand.loop()::now, others);
  }

  /** A peer, the tunnels that it has opened and those that it was called for. */
  final class Guest {
    final HandPeer at;
    final List<RecordingTunnel> called = new ArrayList<>();
    final List<Substream> callers = new ArrayList<>();

    private Guest() {
      at =
          new HandPeer(
              hand,
              (caller, args, substream) ->
                  tunnels.connect(caller, target(args.path(0).asInt()), substream),
              (_, _, substream) -> {
                RecordingTunnel tunnel = new RecordingTunnel();
                called.add(tunnel);
                callers.add(substream);
                return tunnel;
              });
      guests.put(at.id(), this);
      tunnels.opened(at.connection);
    }

    private FeedId target(int number) {
      return List.copyOf(guests.keySet()).get(number);
    }

    Call call(Guest target) {
      return new Call(this, target);
    }
  }

  /** The caller's end of a tunnel. */
  final class Call {
    final Substream substream;
    private final RecordingTunnel heard = new RecordingTunnel();

    private Call(Guest caller, Guest target) {
      int number = List.copyOf(guests.values()).indexOf(target);
      substream =
          caller
              .at
              .peer
              .session()
              .open("tunnel.connect", Json.array().add(number), "duplex", heard);
      carry();
    }

    void send(String text) {
      substream.send(BodyType.BINARY, text.getBytes(UTF_8));
      carry();
    }

    List<String> events() {
      return heard.events;
    }
  }

  /** Who the room is. */
  FeedId id() {
    return room.id();
  }

  Guest guest() {
    return new Guest();
  }

  void carry() {
    for (int i = 0; i < 3; i++) {
      guests.values().forEach(each -> each.at.carry());
    }
  }

  void pass(Duration time) {
    for (long left = time.toMillis(); left > 0; left -= 500) {
      hand.advance(Duration.ofMillis(Math.min(500, left)));
      carry();
    }
  }

  static void answer(Guest target, int call, String text) {
    target.callers.get(call).send(BodyType.BINARY, text.getBytes(UTF_8));
  }

  static String refusal(Guest target) {
    return "could not connect to:" + target.at.id();
  }
}
