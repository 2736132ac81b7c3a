package alcove.web.visitor;

import static alcove.web.http.Endpoint.begin;
import static alcove.web.http.Endpoint.get;

import alcove.address.PublicAddress;
import alcove.identity.FeedId;
import alcove.room.Room;
import alcove.room.apps.Platform;
import alcove.room.model.Invite;
import alcove.room.model.NoticeKind;
import alcove.room.model.RefusedException;
import alcove.room.model.SecretToken;
import alcove.web.http.EventStreams;
import alcove.web.http.Exchange;
import alcove.web.http.Fields;
import alcove.web.http.HttpError;
import alcove.web.http.Languages;
import alcove.web.http.RateLimit;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import alcove.web.page.ErrorPage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The page of an invite, which its link opens: how to claim it. Looking at it spends nothing.
 * Thread-safe.
 *
 * <p>Each page has a secret of its own, which the app hands on when it claims the invite and the
 * registry keeps the hash of, so the page goes on after a restart of the server. It is derived from
 * one of the browser, in a cookie, so it goes on after a restart of that, too.
 *
 * @see <a
 *     href="https://github.com/ssbc/ssb-http-invite-spec/blob/master/docs/Specification.md">ssb-http-invite-spec</a>
 */
public record JoinHandler(
    WebContext web,
    EventStreams streams,
    WatchedInvites views,
    Languages languages,
    NoticeBoard board) {
  /** What the query says once the house rules are accepted, here and where apps claim. */
  static final String RULES = "rules";

  static final String ACCEPTED = "accepted";

  private static final String COOKIE = "join";
  private static final Duration LIFE = Duration.ofDays(30);

  public void addTo(Routes routes) {
    routes.at(
        PublicAddress.JOIN, get(RateLimit.LOOK_AT_INVITE, this::show).withSecrets().forScripts());
    routes.at(
        PublicAddress.JOIN + "/events", get(RateLimit.LOOK_AT_INVITE, this::watch).withSecrets());
    routes.at(
        PublicAddress.JOIN + "/done", get(RateLimit.LOOK_AT_INVITE, this::goOn).withSecrets());
  }

  /** The secret is in {@code invite}, or as other rooms name it in {@code token}. */
  private Future<Response> show(Exchange exchange) {
    String token = exchange.query("invite").or(() -> exchange.query("token")).orElse("");
    if (exchange.wantsJson()) {
      return web.storage()
          .run(
              () -> {
                web.room().invites().look(token);
                return json(token, web.at());
              });
    }
    return show(exchange, token);
  }

  /** The page once more, with what was wrong on its form for an ID. */
  Future<Response> again(Exchange exchange, Fields form) {
    return show(exchange, form.text("invite"));
  }

  private Future<Response> show(Exchange exchange, String token) {
    Optional<SecretToken> former =
        SecretToken.parse(web.cookies().get(exchange, COOKIE))
            .filter(browser -> exchange.query("again").isEmpty());
    Optional<Platform> platform = exchange.platform();
    @Nullable String origin = origin(exchange);
    boolean accepted = exchange.query().text(RULES).equals(ACCEPTED);
    return rules(exchange, accepted)
        .compose(
            rules ->
                web.storage()
                    .run(
                        () ->
                            arrive(
                                token,
                                former,
                                new JoinView.Visit(platform, accepted, rules),
                                origin)))
        .map(arrival -> arrival.keptBy(web, exchange));
  }

  /** Those that are to be accepted first; null if none are. */
  private Future<@Nullable ShownNotice> rules(Exchange exchange, boolean accepted) {
    return accepted || !web.room().rules().areWanted()
        ? Future.succeededFuture(null)
        : board
            .best(NoticeKind.CODE_OF_CONDUCT, languages.wanted(exchange))
            .map(rules -> rules.orElse(null));
  }

  private @Nullable String origin(Exchange exchange) {
    return web.clients().of(exchange.request()).limitKey();
  }

  /** An answer, and the secret that the browser is to keep, if it is. */
  private record Arrival(Response answer, Optional<SecretToken> browser) {
    private Response keptBy(WebContext web, Exchange exchange) {
      browser.ifPresent(
          secret -> web.cookies().set(exchange, COOKIE, secret.text(), Optional.of(LIFE)));
      return answer;
    }
  }

  /** Who has come by this invite with this browser is welcome again, whatever is left of it. */
  private Arrival arrive(
      String token, Optional<SecretToken> former, JoinView.Visit visit, @Nullable String origin)
      throws RefusedException {
    Invite invite = web.room().invites().find(token);
    Optional<FeedId> claimant =
        former.flatMap(known -> web.room().invites().claimant(invite, known.derive(token)));
    if (claimant.isPresent()) {
      return new Arrival(welcome(web, invite, claimant.get(), token), Optional.empty());
    }
    Invite open = web.room().invites().look(token);
    SecretToken browser = former.orElseGet(SecretToken::create);
    SecretToken page = browser.derive(token);
    views.begin(page, open, origin);
    return new Arrival(
        Response.page("join", JoinView.of(web, open, token, page, visit)), Optional.of(browser));
  }

  /** What apps read of an invite. */
  static Response json(String token, PublicAddress at) {
    return Response.json(
        new JsonObject()
            .put("status", "successful")
            .put("invite", token)
            .put("postTo", at.consumeInvite()));
  }

  /** Tells the page when its invite is accepted. */
  private Future<Response> watch(Exchange exchange) {
    Promise<WatchedInvites.View> found = exchange.promise();
    view(exchange).onComplete(found);
    return found
        .future()
        .compose(view -> begin(() -> streams.tellOf(view.claimant(), views.left(view), exchange)));
  }

  /**
   * The page that the query names, as it is known in memory or by its invite. Where nobody has told
   * this node of its claim, the registry may know.
   */
  private Future<WatchedInvites.View> view(Exchange exchange) {
    String secret = exchange.query().text("page");
    String token = exchange.query().text("invite");
    Optional<WatchedInvites.View> known = views.find(secret);
    boolean isKnownHere =
        known
            .filter(view -> view.claimant().isComplete() || web.room().nodes().isAlone())
            .isPresent();
    if (isKnownHere || token.isEmpty()) {
      return known
          .map(Future::succeededFuture)
          .orElseGet(() -> Future.failedFuture(new HttpError(ErrorPage.PAGE_TOO_OLD)));
    }
    @Nullable String origin = origin(exchange);
    return web.storage().run(() -> resume(secret, token, origin));
  }

  /** A page from before a restart, or of another node: who came by it is in the registry. */
  private WatchedInvites.View resume(String secret, String token, @Nullable String origin)
      throws RefusedException, HttpError {
    SecretToken page =
        SecretToken.parse(secret).orElseThrow(() -> new HttpError(ErrorPage.PAGE_TOO_OLD));
    Invite invite = web.room().invites().find(token);
    Optional<FeedId> claimant = web.room().invites().claimant(invite, page);
    Optional<WatchedInvites.View> known = views.find(secret);
    WatchedInvites.View view =
        known.isPresent()
            ? known.get()
            : views.begin(
                page, claimant.isPresent() ? invite : web.room().invites().look(token), origin);
    // A claim between that look and the page's place in memory was told to nobody.
    claimant
        .or(() -> web.room().invites().claimant(invite, page))
        .ifPresent(view.claimed()::tryComplete);
    return view;
  }

  /** What comes after the invite, for a page whose invite is accepted. */
  private Future<Response> goOn(Exchange exchange) {
    String token = exchange.query().text("invite");
    return view(exchange)
        .compose(
            view ->
                view.claimant().isComplete()
                    ? web.storage()
                        .run(() -> welcome(web, view.invite(), view.claimant().result(), token))
                    : Future.succeededFuture(
                        Response.page(
                            "join-wait",
                            Map.of("page", exchange.query().text("page"), "token", token))));
  }

  /**
   * What comes after the invite for whoever has claimed it, as a page. Blocks.
   *
   * @param token the invite's secret, for others in front of the same browser
   */
  static Response welcome(WebContext web, Invite invite, FeedId claimant, String token) {
    Room room = web.room();
    boolean isOpen = invite.state(web.clock().instant()) == Invite.State.OPEN;
    return Response.page(
        "welcome",
        Map.of(
            "id",
            claimant,
            "inviter",
            room.invites().introduced(invite).filter(inviter -> !inviter.equals(claimant)),
            "again",
            isOpen ? token : ""));
  }
}
