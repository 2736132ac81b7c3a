package alcove.web.dashboard;

import alcove.room.Room;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.policy.Action;
import alcove.web.http.Exchange;
import alcove.web.http.Fields;
import alcove.web.http.RateLimit;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import alcove.web.page.LocalPath;
import alcove.web.page.SignedIn;
import io.vertx.core.Future;
import java.util.Map;

/** A member's own account: sessions, password, membership. Thread-safe. */
public final class AccountHandler {
  /** The page. */
  static final String PATH = "/dashboard/account";

  private static final Map<Refusal, String> FIELDS =
      Map.of(
          Refusal.WRONG_PASSWORD, "present",
          Refusal.TOO_OFTEN, "present",
          Refusal.PASSWORD_LENGTH, "password",
          Refusal.PASSWORDS_DIFFER, "again");

  private final WebContext web;
  private final Room room;

  public AccountHandler(WebContext web) {
    this.web = web;
    this.room = web.room();
  }

  public void addTo(Routes routes) {
    routes
        .page(PATH, (who, query) -> Response.page("account", AccountView.of(room, who)))
        .inMenu()
        .form(PATH + "/end-session", Action.SIGN_IN, this::endSession)
        .form(
            PATH + "/end-all",
            Action.SIGN_IN,
            RateLimit.USE_DASHBOARD,
            (exchange, form) ->
                goOut(
                    exchange,
                    LocalPath.SIGN_IN,
                    () -> room.sessions().endAll(exchange.member().id())),
            Map.of())
        .form(
            PATH + "/password",
            Action.SIGN_IN,
            RateLimit.USE_DASHBOARD,
            (exchange, form) -> web.hashing().run(() -> setPassword(exchange.member(), form)),
            FIELDS)
        .form(
            PATH + "/leave",
            Action.SIGN_IN,
            RateLimit.USE_DASHBOARD,
            (exchange, form) ->
                goOut(exchange, "/", () -> room.members().leave(exchange.member().id())),
            Map.of());
    routes.page(PATH + "/data", (who, query) -> data(who));
  }

  private Response data(SignedIn who) throws RefusedException {
    return new Response.Download(
        "room-data.json", OwnDataDocument.of(room, room.dataOf(who.id()), web.clock().instant()));
  }

  private Response endSession(SignedIn who, Fields form) throws RefusedException {
    room.sessions().end(who.id(), form.number("id").orElse(-1L));
    return new Response.Done("ended");
  }

  /** Something after which nobody is signed in here. */
  @FunctionalInterface
  private interface End {
    void come() throws RefusedException;
  }

  private Future<Response> goOut(Exchange exchange, String to, End end) {
    return web.storage()
        .<Response>run(
            () -> {
              end.come();
              return new Response.See(to);
            })
        .onSuccess(_ -> web.sessions().forget(exchange));
  }

  private Response setPassword(SignedIn who, Fields form) throws RefusedException {
    if (room.passwords().isSet(who.id())) {
      room.passwords().check(who.id().toString(), form.text("present"));
    }
    room.passwords().set(who.id(), form.newPassword(), who.session().id());
    return new Response.Done("password");
  }
}
