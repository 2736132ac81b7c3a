package alcove.web.dashboard;

import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.policy.Action;
import alcove.room.signin.Passkeys;
import alcove.room.signin.Passwords;
import alcove.web.http.Endpoint;
import alcove.web.http.Fields;
import alcove.web.http.HttpError;
import alcove.web.http.PageRoute;
import alcove.web.http.RateLimit;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import alcove.web.page.LocalPath;
import alcove.web.page.SignedIn;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A member's own account: sessions, password, membership. Thread-safe. */
public record AccountHandler(WebContext web) {
  /** The page. */
  static final String PATH = LocalPath.ACCOUNT;

  private static final Optional<Passwords.Try> NO_TRY = Optional.empty();
  private static final RateLimit LIMIT = RateLimit.USE_DASHBOARD;
  private static final Map<Refusal, String> FIELDS =
      Map.of(
          Refusal.WRONG_PASSWORD, "present",
          Refusal.TOO_OFTEN, "present",
          Refusal.PASSWORD_LENGTH, "password",
          Refusal.PASSWORDS_DIFFER, "again");

  public void addTo(Routes routes) {
    new AccountPasskeys(web)
        .addForms(routes.page(PATH, (who, query) -> show(who)).inMenu())
        .form(
            PATH + "/name",
            Action.CHOOSE_NAME,
            this::chooseName,
            MemberListHandler.refusedNames("name"))
        .form(PATH + "/end-session", Action.SIGN_IN, this::endSession)
        .form(PATH + "/end-all", Action.SIGN_IN, LIMIT, goingOut(this::endAll), Map.of())
        .form(PATH + "/leave", Action.SIGN_IN, LIMIT, goingOut(this::leave), Map.of())
        .form(
            PATH + "/password",
            Action.SIGN_IN,
            LIMIT,
            (exchange, form) -> setPassword(exchange.member(), form),
            FIELDS);
    routes.page(PATH + "/data", (who, query) -> data(who));
  }

  private Response show(SignedIn who) {
    return Response.page(
        "account",
        Map.of(
            "member", web.room().members().find(who.id()),
            "sessions", web.room().sessions().of(who.id()),
            "hasPassword", web.room().passwords().isSet(who.id()),
            "passkeys", web.room().passkeys().of(who.id()),
            "mayChangePasskeys", web.room().passkeys().isRecent(who.session()),
            "minutes", Passkeys.RECENT.toMinutes(),
            "logDays", web.room().settings().auditKept().map(Duration::toDays)));
  }

  private Response data(SignedIn who) throws RefusedException {
    return Response.download(
        "room-data.json",
        OwnDataDocument.of(web.room(), web.room().dataOf(who.id()), web.clock().instant()));
  }

  private Response chooseName(SignedIn who, Fields form) throws RefusedException, HttpError {
    String before = web.room().names().of(who.id()).own();
    return chooseName(who, form.need("name")).unless(undoer -> chooseName(undoer, before));
  }

  private Response.Done chooseName(SignedIn who, String name) throws RefusedException {
    web.room().names().choose(who.actor(), who.id(), name);
    return new Response.Done("name").on(PATH);
  }

  private Response endSession(SignedIn who, Fields form) throws RefusedException {
    web.room().sessions().end(who.id(), form.number("id").orElse(-1L));
    return new Response.Done("ended");
  }

  /** What signs nobody in here any more. */
  private Endpoint.FormResponder goingOut(PageRoute.Responder end) {
    return (exchange, form) ->
        web.storage()
            .run(() -> end.answer(exchange.member(), form))
            .onSuccess(_ -> web.sessions().forget(exchange));
  }

  private Response endAll(SignedIn who, Fields form) {
    web.room().sessions().endAll(who.id());
    return Response.see(LocalPath.SIGN_IN + "?done=ended-all");
  }

  private Response leave(SignedIn who, Fields form) throws RefusedException {
    web.room().members().leave(who.id());
    return Response.see("/?done=left");
  }

  /** No thread waits for the other nodes, which count tries at the present one. */
  private Future<Response> setPassword(SignedIn who, Fields form) {
    Passwords passwords = web.room().passwords();
    return web.storage()
        .run(() -> passwords.isSet(who.id()))
        .compose(isSet -> isSet ? tryTake(who) : Future.succeededFuture(NO_TRY))
        .compose(taken -> web.hashing().run(() -> setPassword(who, form, taken)));
  }

  private Future<Optional<Passwords.Try>> tryTake(SignedIn who) {
    return web.room().passwords().tryTake(Passwords.Account.of(who.id())).map(Optional::of);
  }

  /**
   * One that was set a moment ago, by another page, is the present one for which no try is taken.
   */
  private Response setPassword(SignedIn who, Fields form, Optional<Passwords.Try> taken)
      throws RefusedException {
    Passwords passwords = web.room().passwords();
    if (passwords.isSet(who.id())) {
      passwords.check(taken.orElseThrow(Passwords::wrong), form.text("present"));
    }
    passwords.set(who.id(), form.newPassword(), who.session().id());
    return new Response.Done("password");
  }
}
