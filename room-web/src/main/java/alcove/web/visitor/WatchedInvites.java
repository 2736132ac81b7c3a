package alcove.web.visitor;

import alcove.identity.FeedId;
import alcove.limits.FairPlaces;
import alcove.room.Room;
import alcove.room.audit.AuditEvent;
import alcove.room.model.Invite;
import alcove.room.model.SecretToken;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The invite pages that somebody looks at, so that each notices when its own invite is accepted:
 * the app posts to where the page has told it, with the page's secret. A claim that comes another
 * way is that of all pages of an invite for one. In memory, for twelve hours, since an app has to
 * be installed first, and for a thousand pages; one more takes the place of the oldest of whoever
 * has most of them. Thread-safe; never blocks.
 */
public final class WatchedInvites {
  private static final Duration LIFE = Duration.ofHours(12);
  private static final int MOST = 1000;

  private final InstantSource clock;
  private final Map<String, View> views = new LinkedHashMap<>();
  private final FairPlaces<String> places = new FairPlaces<>(MOST);

  /** One page: whose claim it has seen, once it has. */
  record View(SecretToken secret, Invite invite, Instant end, Promise<FeedId> claimed) {
    /** Who has accepted the invite on this page. */
    Future<FeedId> claimant() {
      return claimed.future();
    }
  }

  public WatchedInvites(Room room, InstantSource clock) {
    this.clock = clock;
    room.onChange(events -> events.forEach(this::notice));
  }

  private void notice(AuditEvent event) {
    if (event instanceof AuditEvent.InviteClaimed(FeedId claimant, long invite)) {
      claimed(invite, claimant);
    }
  }

  /**
   * Notes that a page shows an invite.
   *
   * @param origin what limits on who looks at it go by; null if none apply
   */
  View begin(Invite invite, @Nullable String origin) {
    View view =
        new View(SecretToken.create(), invite, clock.instant().plus(LIFE), Promise.promise());
    synchronized (views) {
      Instant now = clock.instant();
      views
          .values()
          .removeIf(
              each -> {
                boolean over = !now.isBefore(each.end());
                if (over) {
                  places.remove(each.secret().hash());
                }
                return over;
              });
      if (places.isFull()) {
        places.makeWay(origin, _ -> true).ifPresent(views::remove);
      }
      places.add(view.secret().hash(), origin);
      views.put(view.secret().hash(), view);
    }
    return view;
  }

  /** How much time is left for a page; at least a millisecond. */
  Duration left(View view) {
    Duration left = Duration.between(clock.instant(), view.end());
    return left.isPositive() ? left : Duration.ofMillis(1);
  }

  /** The page of this secret, while it lasts. */
  Optional<View> find(String secret) {
    return SecretToken.parse(secret)
        .map(SecretToken::hash)
        .flatMap(
            hash -> {
              synchronized (views) {
                return Optional.ofNullable(views.get(hash));
              }
            })
        .filter(view -> clock.instant().isBefore(view.end()));
  }

  /** Whoever looks at the page of this secret is {@code claimant}, by that page's own invite. */
  void claimed(String secret, long invite, FeedId claimant) {
    find(secret)
        .filter(view -> view.invite().id() == invite)
        .ifPresent(view -> view.claimed().tryComplete(claimant));
  }

  private void claimed(long invite, FeedId claimant) {
    List<View> those = new ArrayList<>();
    synchronized (views) {
      views.values().stream()
          .filter(view -> view.invite().id() == invite && view.invite().uses() == 1)
          .forEach(those::add);
    }
    those.forEach(view -> view.claimed().tryComplete(claimant));
  }
}
