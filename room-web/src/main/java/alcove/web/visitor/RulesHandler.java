package alcove.web.visitor;

import alcove.room.model.NoticeKind;
import alcove.web.http.Endpoint;
import alcove.web.http.Exchange;
import alcove.web.http.Fields;
import alcove.web.http.Languages;
import alcove.web.http.RateLimit;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import alcove.web.page.LocalPath;
import io.vertx.core.Future;

/**
 * The house rules, for members who have not accepted them: they come here from whatever page they
 * wanted, and go on to it. Thread-safe.
 */
public record RulesHandler(WebContext web, Languages languages, NoticeBoard board) {
  /**
   * The page, as its template sees it.
   *
   * @param then where they go on to
   */
  record RulesView(ShownNotice rules, String then) {}

  public void addTo(Routes routes) {
    routes.at(
        LocalPath.RULES,
        Endpoint.get(this::show)
            .and(Endpoint.form(RateLimit.USE_DASHBOARD, this::accept))
            .forMembers());
  }

  private Future<Response> show(Exchange exchange) {
    String then = LocalPath.orHome(exchange.query("then"));
    return board
        .best(NoticeKind.CODE_OF_CONDUCT, languages.wanted(exchange))
        .map(
            rules ->
                rules
                    .<Response>map(each -> Response.page("rules", new RulesView(each, then)))
                    .orElseGet(() -> Response.see(then)));
  }

  private Future<Response> accept(Exchange exchange, Fields form) {
    String then = LocalPath.orHome(form.get("then"));
    if (form.get("accept").isEmpty()) {
      return Future.succeededFuture(
          Response.see(LocalPath.RULES + "?then=" + LocalPath.encode(then)));
    }
    return web.storage()
        .run(
            () -> {
              web.room().rules().accept(exchange.member().id());
              return Response.see(then);
            });
  }
}
