package alcove.web;

import alcove.room.Room;
import alcove.room.StorageThreads;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.VertxInternal;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What watchers ask: whether the process lives, and whether it can serve people. One word each, and
 * never more work than one look a second. Thread-safe.
 */
final class Health {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Room room;
  private final StorageThreads storage;
  private final BooleanSupplier stopping;
  private final Probe loops;
  private final Probe registry;

  Health(Vertx vertx, Site.Parts parts) {
    this.room = parts.room();
    this.storage = parts.storage();
    this.stopping = parts.stopping();
    this.loops = new Probe(vertx, () -> askLoops(vertx), PATIENCE, System::nanoTime);
    this.registry = new Probe(vertx, this::askRegistry, PATIENCE, System::nanoTime);
  }

  /** Every event loop has to do a small thing. */
  private static Future<?> askLoops(Vertx vertx) {
    List<Future<?>> answers = new ArrayList<>();
    for (EventExecutor loop : ((VertxInternal) vertx).nettyEventLoopGroup()) {
      Promise<Void> answer = Promise.promise();
      loop.execute(answer::complete);
      answers.add(answer.future());
    }
    return Future.all(answers);
  }

  /** About the smallest thing to read: the room has no aliases of its own. */
  private Future<?> askRegistry() {
    return storage.run(() -> room.aliases().of(room.id()));
  }

  /** {@code /healthz}: the event loops are alive. */
  Handler<RoutingContext> lives() {
    return context -> loops.works().onSuccess(works -> say(context, works, works ? "ok" : "stuck"));
  }

  /** {@code /readyz}: the registry answers, and the server is not about to stop. */
  Handler<RoutingContext> ready() {
    return context -> {
      if (stopping.getAsBoolean()) {
        say(context, false, "stopping");
      } else {
        registry.works().onSuccess(works -> say(context, works, works ? "ok" : "storage"));
      }
    };
  }

  private static void say(RoutingContext context, boolean well, String word) {
    HttpServerResponse response = context.response();
    if (!response.ended() && !response.closed()) {
      response
          .setStatusCode(well ? 200 : 503)
          .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
          .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
          .end(word);
    }
  }
}
