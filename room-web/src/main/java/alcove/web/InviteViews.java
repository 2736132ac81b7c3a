package alcove.web;

import alcove.identity.FeedId;
import alcove.room.Invite;
import alcove.room.Invites;
import alcove.room.SecretToken;
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

/**
 * Invite pages that somebody looks at, so that each notices when its own invite is accepted: the
 * app posts to where the page has told it, with the page's secret. A claim that comes another way
 * is that of all pages of an invite for one. In memory, for half an hour and a thousand pages.
 * Thread-safe; never blocks.
 */
final class InviteViews {
  private static final Duration LIFE = Duration.ofMinutes(30);
  private static final int MOST = 1000;

  private final InstantSource clock;
  private final Map<String, View> views = new LinkedHashMap<>();

  /** One page: whose claim it has seen, once it has. */
  record View(SecretToken secret, Invite invite, Instant end, Promise<FeedId> claimed) {
    /** Who has accepted the invite on this page. */
    Future<FeedId> claimant() {
      return claimed.future();
    }
  }

  InviteViews(Invites invites, InstantSource clock) {
    this.clock = clock;
    invites.onClaim(this::claimed);
  }

  /** Notes that a page shows an invite. */
  View begin(Invite invite) {
    View view =
        new View(SecretToken.create(), invite, clock.instant().plus(LIFE), Promise.promise());
    synchronized (views) {
      Instant now = clock.instant();
      views.values().removeIf(each -> !now.isBefore(each.end()));
      if (views.size() >= MOST) {
        views.remove(views.keySet().iterator().next());
      }
      views.put(view.secret().hash(), view);
    }
    return view;
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
