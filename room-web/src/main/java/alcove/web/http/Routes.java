package alcove.web.http;

import alcove.room.policy.Action;
import alcove.threads.StorageThreads;
import alcove.web.page.Menu;
import alcove.web.page.SignedIn;
import io.vertx.ext.web.Router;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The table of paths while it is made: those that come first are tried first. */
public final class Routes {
  private final Router router;
  private final RequestPipeline pipeline;
  private final StorageThreads storage;
  private final Menu menu;
  private final Map<String, Endpoint> endpoints = new HashMap<>();

  public Routes(Router router, RequestPipeline pipeline, StorageThreads storage, Menu menu) {
    this.router = router;
    this.pipeline = pipeline;
    this.storage = storage;
    this.menu = menu;
  }

  /**
   * What {@code path} does, besides what it does already by other methods; parts that begin with a
   * colon stand for anything.
   */
  public void at(String path, Endpoint endpoint) {
    boolean isNew = !endpoints.containsKey(path);
    Endpoint whole = endpoints.merge(path, endpoint, Endpoint::and);
    if (isNew) {
      router
          .route(path)
          .handler(context -> pipeline.serve(endpoints.getOrDefault(path, whole)).handle(context));
    }
  }

  /** What all paths do that match. */
  public void atEach(String pattern, Endpoint endpoint) {
    router.routeWithRegex(pattern).handler(pipeline.serve(endpoint));
  }

  /** What pages say that was just done. */
  Flashes flashes() {
    return pipeline.forms().flashes();
  }

  /** The form that takes back what was done a minute ago at most, from whatever page. */
  public void undoAt(String path) {
    Endpoint.FormResponder undo =
        (exchange, form) -> {
          SignedIn who = exchange.member();
          Optional<Flashes.Undo> found = flashes().takeUndo(who, form.text("undo"));
          return storage
              .run(() -> found.isEmpty() ? new Response.Done("undo-late") : found.get().by(who))
              .map(done -> flashes().lead(who, done, Flashes.page(form)));
        };
    at(path, Endpoint.form(RateLimit.USE_DASHBOARD, undo).forMembers());
  }

  /** Has {@code path} in the main menu of those who may do {@code action}, after those before. */
  public void inMenu(String path, Action action) {
    menu.add(path, action);
  }

  /** A page of everybody who is a member. */
  public PageRoute page(String path, PageRoute.Responder page) {
    return page(path, Action.SIGN_IN, page);
  }

  /** A page of those who may do {@code action}. */
  public PageRoute page(String path, Action action, PageRoute.Responder page) {
    Endpoint.Responder responder =
        exchange ->
            exchange
                .later(storage.run(() -> page.answer(exchange.member(), exchange.query())))
                .map(answer -> pipeline.forms().withKept(exchange, path, answer));
    at(path, Endpoint.get(responder).forMembers(action));
    return new PageRoute(this, storage, path, action, page);
  }
}
