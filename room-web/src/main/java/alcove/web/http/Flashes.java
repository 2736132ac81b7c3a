package alcove.web.http;

import alcove.identity.FeedId;
import alcove.limits.ExpiringPlaces;
import alcove.room.model.RefusedException;
import alcove.room.model.SecretToken;
import alcove.web.page.Layout;
import alcove.web.page.LocalPath;
import alcove.web.page.People;
import alcove.web.page.SignedIn;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Notes of what was just done, for the page that says it: whom it was about, and what takes it
 * back. Each is under a secret that stands in the page's address, for the member who did it, in
 * memory, for a minute, and a thousand of them. Thread-safe; never blocks.
 */
public final class Flashes {
  private static final Duration LIFE = Duration.ofMinutes(1);
  private static final int MOST = 1000;
  private static final String WORD = "done";
  private static final String SECRET = "flash";

  private final InstantSource clock;
  private final ExpiringPlaces<Flash> flashes;

  /** A change that takes another one back. The room judges it as any other. */
  @FunctionalInterface
  public interface Undo {
    /**
     * Makes it. Blocks.
     *
     * @return what it has brought back
     */
    Response.Done by(SignedIn who) throws RefusedException;
  }

  /** One of them. */
  record Flash(FeedId member, String secret, Response.Done done) {
    /** As pages have it, with the names of people. */
    Layout.Flash shown(People people) {
      return new Layout.Flash(
          done.about().stream()
              .map(each -> each instanceof FeedId id ? people.of(id).name() : each)
              .toList(),
          done.undo().isPresent() ? secret : null);
    }

    boolean isOf(SignedIn who) {
      return member.equals(who.id());
    }
  }

  Flashes(InstantSource clock) {
    this.clock = clock;
    this.flashes = new ExpiringPlaces<>(MOST, clock);
  }

  /**
   * Leads to a page that says what was done.
   *
   * @param page where it was done, with its query
   */
  Response lead(SignedIn who, Response.Done done, String page) {
    String query =
        done.about().isEmpty() && done.undo().isEmpty()
            ? WORD + "=" + done.word()
            : WORD + "=" + done.word() + "&" + SECRET + "=" + keep(who, done);
    String bare = bare(done.to().orElse(page));
    return Response.see(bare + (bare.indexOf('?') < 0 ? "?" : "&") + query);
  }

  private String keep(SignedIn who, Response.Done done) {
    SecretToken secret = SecretToken.create();
    flashes.put(
        secret.hash(),
        new Flash(who.id(), secret.text(), done),
        clock.instant().plus(LIFE),
        who.id().toString());
    return secret.text();
  }

  /** A page without what was done before. */
  static String bare(String page) {
    int query = page.indexOf('?');
    if (query < 0) {
      return page;
    }
    String rest =
        Stream.of(page.substring(query + 1).split("&"))
            .filter(pair -> !pair.isEmpty())
            .filter(pair -> !pair.startsWith(WORD + "=") && !pair.startsWith(SECRET + "="))
            .collect(Collectors.joining("&"));
    return page.substring(0, query) + (rest.isEmpty() ? "" : "?" + rest);
  }

  /** What the page that is asked for has to say, if there is more to it than a word. */
  Optional<Flash> of(Exchange exchange) {
    return exchange
        .query(SECRET)
        .flatMap(this::find)
        .filter(flash -> exchange.signedIn().filter(flash::isOf).isPresent())
        .filter(flash -> exchange.query(WORD).filter(flash.done().word()::equals).isPresent());
  }

  private Optional<Flash> find(String secret) {
    return SecretToken.parse(secret).map(SecretToken::hash).flatMap(flashes::find);
  }

  /**
   * What takes something back, once; empty when it is too late, or it is somebody else's to take
   * back.
   */
  Optional<Undo> takeUndo(SignedIn who, String secret) {
    return find(secret)
        .filter(flash -> flash.isOf(who))
        .flatMap(flash -> SecretToken.parse(secret).map(SecretToken::hash).flatMap(flashes::remove))
        .flatMap(flash -> flash.done().undo());
  }

  /** Where somebody was who took something back, on a page of members. */
  static String page(Fields form) {
    return form.get("from")
        .filter(LocalPath::isOne)
        .filter(
            from ->
                (from + "/").startsWith(LocalPath.HOME + "/")
                    || from.startsWith(LocalPath.HOME + "?"))
        .orElse(LocalPath.HOME);
  }
}
