package alcove.web;

import alcove.web.http.Exchange;
import alcove.web.http.Response;
import alcove.web.http.WebContext;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The answers to what watchers ask: whether the process lives, and whether it can serve people. One
 * word each, and never more work than one look a second. Thread-safe.
 */
final class Health {
  /** Where these are asked for. */
  static final Set<String> PATHS = Set.of("/healthz", "/readyz");

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final WebContext web;
  private final Probe loops;
  private final Probe registry;

  Health(Vertx vertx, WebContext web) {
    this.web = web;
    this.loops = new Probe(vertx, () -> askLoops(vertx), PATIENCE, System::nanoTime);
    this.registry = new Probe(vertx, this::askRegistry, PATIENCE, System::nanoTime);
  }

  /** Every event loop has to do a small thing. */
  private static Future<?> askLoops(Vertx vertx) {
    List<Future<?>> responses = new ArrayList<>();
    for (EventExecutor loop : ((VertxInternal) vertx).nettyEventLoopGroup()) {
      Promise<Void> answer = Promise.promise();
      loop.execute(answer::complete);
      responses.add(answer.future());
    }
    return Future.all(responses);
  }

  /** About the smallest thing to read: the room has no aliases of its own. */
  private Future<?> askRegistry() {
    return web.storage().run(() -> web.room().aliases().of(web.room().id()));
  }

  /**
   * The event loops are alive. A node that is about to leave its room to the others, or is cut off
   * from them and the registry, says 404, which has a balancer send nobody new and cut nobody off.
   */
  Future<Response> lives(Exchange exchange) {
    return loops.works().map(works -> works ? lives() : Response.word(503, "stuck"));
  }

  private Response lives() {
    if (web.closing().isDraining()) {
      return Response.word(404, "draining");
    }
    return web.closing().isCutOff() ? Response.word(404, "cut off") : Response.word(200, "ok");
  }

  /**
   * The registry answers and can be written, and the server is not about to stop. Asking makes
   * nobody write: whether that can be done others find out.
   */
  Future<Response> isReady(Exchange exchange) {
    if (web.closing().hasBegun() || web.closing().isDraining()) {
      return Future.succeededFuture(Response.word(503, "stopping"));
    }
    Future<Boolean> works =
        web.canWrite().getAsBoolean() ? registry.works() : Future.succeededFuture(false);
    return works.map(well -> Response.word(well ? 200 : 503, well ? "ok" : "storage"));
  }
}
