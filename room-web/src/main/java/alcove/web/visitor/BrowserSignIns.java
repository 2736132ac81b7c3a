package alcove.web.visitor;

import alcove.identity.FeedId;
import alcove.room.signin.SignIn;
import alcove.room.signin.SignIns;
import alcove.web.http.EventStreams;
import alcove.web.http.Exchange;
import alcove.web.http.HttpError;
import alcove.web.http.Response;
import alcove.web.http.WebContext;
import alcove.web.page.ErrorPage;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The sign-in that a browser has begun, which belongs to it by a cookie. Thread-safe. */
record BrowserSignIns(WebContext web, EventStreams streams, String cookie, boolean forSetup) {
  /** Those of members. */
  static BrowserSignIns ofMembers(WebContext web, EventStreams streams) {
    return new BrowserSignIns(web, streams, "sign-in", false);
  }

  /** Those by which a room is set up; the others count for nothing there, nor these elsewhere. */
  static BrowserSignIns ofSetup(WebContext web, EventStreams streams) {
    return new BrowserSignIns(web, streams, "setup-sign-in", true);
  }

  /** What limits on where the browser is go by; null if none apply. */
  @Nullable String origin(Exchange exchange) {
    return web.clients().of(exchange.request()).limitKey();
  }

  /** What the browser shows; empty if nothing. */
  String secret(Exchange exchange) {
    return web.cookies().get(exchange, cookie);
  }

  /** The browser's sign-in, while there is time. */
  Optional<SignIn> find(Exchange exchange) {
    return web.room()
        .signIns()
        .find(secret(exchange))
        .filter(each -> each.isForSetup() == forSetup);
  }

  /** Hands one to the browser; on the event loop. */
  SignIn give(Exchange exchange, SignIn signIn) {
    Duration patience = forSetup ? SignIns.SETUP_PATIENCE : SignIns.PATIENCE;
    web.cookies().set(exchange, cookie, signIn.browser().text(), Optional.of(patience));
    return signIn;
  }

  /** Tells the page that began a sign-in when it ends. */
  Future<Response> watch(Exchange exchange) throws HttpError {
    SignIn mine = find(exchange).orElseThrow(() -> new HttpError(ErrorPage.NOT_FOUND));
    return streams.tellOf(mine.proof(), web.room().signIns().left(mine), exchange);
  }

  /** Whose browser it is, told once; on the event loop of the visit. */
  Future<Optional<FeedId>> finish(Exchange exchange) {
    return finish(exchange, secret(exchange));
  }

  /** The same for a browser that has not got its secret yet. */
  Future<Optional<FeedId>> finish(Exchange exchange, String secret) {
    return exchange
        .later(web.room().signIns().finish(secret))
        .recover(_ -> Future.failedFuture(new HttpError(ErrorPage.BUSY)));
  }

  /** Takes it away again; on the event loop. */
  void forget(Exchange exchange) {
    web.cookies().remove(exchange, cookie);
  }
}
