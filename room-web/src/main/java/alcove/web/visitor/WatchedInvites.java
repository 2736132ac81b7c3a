package alcove.web.visitor;

import alcove.cluster.Node;
import alcove.cluster.shared.NodeCalls;
import alcove.identity.FeedId;
import alcove.limits.ExpiringPlaces;
import alcove.room.Room;
import alcove.room.audit.AuditEvent;
import alcove.room.model.Invite;
import alcove.room.model.SecretToken;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The invite pages that somebody looks at, so that each notices when its own invite is accepted:
 * the app posts to where the page has told it, with the page's secret. A claim that comes another
 * way is that of all pages of an invite for one. In memory, for twelve hours, since an app has to
 * be installed first, and for a thousand pages; one more takes the place of the oldest of whoever
 * has most of them. Thread-safe; never blocks.
 *
 * <p>Each node has the pages that it was asked for, and tells the others of claims; whoever comes
 * in sight, or has missed a word, hears of its latest ones:
 *
 * <pre>invite(8) claimant(32) hash of the page's secret(64, or nothing)</pre>
 */
public final class WatchedInvites {
  private static final Duration LIFE = Duration.ofHours(12);
  private static final int MOST = 1000;

  /** How long a claim is told to nodes that have missed it, and how many are at most. */
  private static final Duration LIFE_OF_CLAIMS = Duration.ofMinutes(10);

  private static final int MOST_CLAIMS = 256;

  /** Bytes of a key. */
  private static final int KEY = 32;

  private final InstantSource clock;
  private final NodeCalls nodes;
  private final ExpiringPlaces<View> views;

  /** What was told of late, by the page or the invite that it is about. */
  private final ExpiringPlaces<byte[]> told;

  /** One page: whose claim it has seen, once it has. */
  record View(SecretToken secret, Invite invite, Instant end, Promise<FeedId> claimed) {
    /** Who has accepted the invite on this page. */
    Future<FeedId> claimant() {
      return claimed.future();
    }
  }

  public WatchedInvites(Room room, InstantSource clock) {
    this.clock = clock;
    this.nodes = room.nodes();
    this.views = new ExpiringPlaces<>(MOST, clock);
    this.told = new ExpiringPlaces<>(MOST_CLAIMS, clock);
    nodes.answer(NodeCalls.Subject.CLAIMS, this::hear);
    nodes.onArrival(
        node ->
            told.all(_ -> true).forEach(each -> nodes.call(node, NodeCalls.Subject.CLAIMS, each)));
    room.onChange(events -> events.forEach(this::notice));
  }

  private void notice(AuditEvent event) {
    if (event instanceof AuditEvent.InviteClaimed(FeedId claimant, long invite)) {
      claimed(invite, claimant);
      tell(invite, claimant, "");
    }
  }

  private void tell(long invite, FeedId claimant, String hash) {
    if (nodes.self().isPresent()) {
      byte[] page = hash.getBytes(StandardCharsets.ISO_8859_1);
      byte[] body =
          ByteBuffer.allocate(Long.BYTES + KEY + page.length)
              .putLong(invite)
              .put(claimant.bytes())
              .put(page)
              .array();
      told.put(invite + " " + hash, body, clock.instant().plus(LIFE_OF_CLAIMS), null);
      nodes.tellAll(NodeCalls.Subject.CLAIMS, body);
    }
  }

  private Future<byte[]> hear(Node caller, ByteBuffer body) {
    if (body.remaining() >= Long.BYTES + KEY) {
      long invite = body.getLong();
      byte[] key = new byte[KEY];
      body.get(key);
      FeedId claimant = FeedId.of(key);
      String hash = StandardCharsets.ISO_8859_1.decode(body).toString();
      if (hash.isEmpty()) {
        claimed(invite, claimant);
      } else {
        claimedOn(hash, invite, claimant);
      }
    }
    return Future.succeededFuture(new byte[0]);
  }

  /**
   * Notes that the page of a secret shows an invite; the one that is known already, if it does.
   *
   * @param origin what limits on who looks at it go by; null if none apply
   */
  View begin(SecretToken secret, Invite invite, @Nullable String origin) {
    Optional<View> known =
        views.find(secret.hash()).filter(view -> view.invite().id() == invite.id());
    if (known.isPresent()) {
      return known.get();
    }
    View view = new View(secret, invite, clock.instant().plus(LIFE), Promise.promise());
    views.put(secret.hash(), view, view.end(), origin);
    return view;
  }

  /** How much time is left for a page; at least a millisecond. */
  Duration left(View view) {
    return views.left(view.end());
  }

  /** The page of this secret, while it lasts. */
  Optional<View> find(String secret) {
    return SecretToken.parse(secret).map(SecretToken::hash).flatMap(views::find);
  }

  /** Whoever looks at the page of this secret is {@code claimant}, by that page's own invite. */
  void claimed(String secret, long invite, FeedId claimant) {
    SecretToken.parse(secret)
        .map(SecretToken::hash)
        .ifPresent(
            hash -> {
              claimedOn(hash, invite, claimant);
              tell(invite, claimant, hash);
            });
  }

  private void claimedOn(String hash, long invite, FeedId claimant) {
    views
        .find(hash)
        .filter(view -> view.invite().id() == invite)
        .ifPresent(view -> view.claimed().tryComplete(claimant));
  }

  private void claimed(long invite, FeedId claimant) {
    views
        .all(view -> view.invite().id() == invite && view.invite().uses() == 1)
        .forEach(view -> view.claimed().tryComplete(claimant));
  }
}
