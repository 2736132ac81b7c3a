package alcove.web.http;

import alcove.identity.FeedId;
import alcove.limits.ExpiringPlaces;
import alcove.room.model.SecretToken;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The forms that members sent when their session was over already, until they have signed in again:
 * then the page shows the form as it was, for them to send. Each is kept under a secret that their
 * browser has as a cookie, for that member alone; what is secret in it is not kept. In memory, for
 * an hour, and 200 of them. Thread-safe; never blocks.
 */
final class KeptForms {
  private static final String COOKIE = "kept-form";
  private static final Duration LIFE = Duration.ofHours(1);
  private static final int MOST = 200;

  private final Cookies cookies;
  private final InstantSource clock;
  private final ExpiringPlaces<Kept> forms;

  /**
   * One of them.
   *
   * @param page the path and query of the page that it was on
   * @param to where it was sent
   */
  record Kept(FeedId member, String page, String to, Fields entered) {
    boolean isOn(String path) {
      return (page + "?").startsWith(path + "?");
    }
  }

  KeptForms(Cookies cookies, InstantSource clock) {
    this.cookies = cookies;
    this.clock = clock;
    this.forms = new ExpiringPlaces<>(MOST, clock);
  }

  /** Keeps one for the browser that visits; on the event loop. */
  void keep(Exchange exchange, Kept kept) {
    forget(exchange);
    SecretToken secret = SecretToken.create();
    forms.put(secret.hash(), kept, clock.instant().plus(LIFE), kept.member().toString());
    cookies.set(exchange, COOKIE, secret.text(), Optional.of(LIFE));
  }

  /** Whether one waits for whoever signs in by this browser. */
  boolean waits(Exchange exchange) {
    return hash(exchange).flatMap(forms::find).isPresent();
  }

  /**
   * Takes out the form that waits for a member on the page at {@code path}. One that waits for
   * somebody else is gone; on the event loop.
   */
  Optional<Kept> take(Exchange exchange, FeedId member, String path) {
    Optional<Kept> kept = hash(exchange).flatMap(forms::find);
    boolean theirs = kept.isPresent() && kept.get().member().equals(member);
    if (!theirs || kept.get().isOn(path)) {
      forget(exchange);
    }
    return kept.filter(form -> theirs && form.isOn(path));
  }

  private void forget(Exchange exchange) {
    hash(exchange).ifPresent(forms::remove);
    cookies.remove(exchange, COOKIE);
  }

  private Optional<String> hash(Exchange exchange) {
    return SecretToken.parse(cookies.get(exchange, COOKIE)).map(SecretToken::hash);
  }
}
