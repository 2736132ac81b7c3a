package alcove.web.http;

import alcove.identity.FeedId;
import alcove.room.Room;
import alcove.room.model.Session;
import alcove.room.model.SignInWay;
import alcove.room.policy.Standings;
import alcove.room.signin.Sessions;
import alcove.threads.StorageThreads;
import alcove.web.page.SignedIn;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The sessions of the browsers that visit: the cookie that says it, and the token that keeps others
 * from filling in forms for them. Thread-safe.
 */
public record BrowserSessions(Room room, Cookies cookies) {
  private static final String COOKIE = "session";

  /** What the browser shows; empty if nothing. */
  public String token(Exchange exchange) {
    return cookies.get(exchange, COOKIE);
  }

  /** Who is signed in by {@code token}. Blocks. */
  Optional<SignedIn> find(String token) {
    return room.sessions().find(token).map(session -> signedIn(session, token));
  }

  /** The same as far as that is known without asking the registry. Never blocks. */
  Optional<SignedIn> known(String token) {
    return room.sessions().known(token).map(session -> signedIn(session, token));
  }

  private SignedIn signedIn(Session session, String token) {
    Standings standings = room.standings();
    return new SignedIn(
        session,
        standings.privacyMode(),
        standings.of(session.member()),
        room.rules().areOwedBy(session.member()),
        formToken(token));
  }

  /**
   * Signs in to the browser that visits, and whoever was before out; on the event loop.
   *
   * @param threads those that {@code who} runs on
   * @param who gives the member, or throws why it is none
   * @return leads to {@code then}, of this site
   */
  public Future<Response> open(
      Exchange exchange, StorageThreads threads, SignInWay way, Callable<FeedId> who, String then) {
    String former = token(exchange);
    Session.Device device = exchange.userAgent().device();
    return threads
        .run(() -> room.sessions().open(who.call(), way, device, former).token().text())
        .map(
            token -> {
              cookies.set(exchange, COOKIE, token, Optional.of(Sessions.LONGEST));
              return Response.see(then);
            });
  }

  /** Takes the cookie away; on the event loop. */
  public void forget(Exchange exchange) {
    cookies.remove(exchange, COOKIE);
  }

  /** Tells nothing of the secret, and changes with it; as one page has it. */
  private static String formToken(String token) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(("forms of " + token).getBytes(StandardCharsets.UTF_8));
      return FormToken.masked(hash);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
