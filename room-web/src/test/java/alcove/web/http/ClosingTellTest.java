package alcove.web.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What begins to wait for the end of the site when its own request has come to its end. */
class ClosingTellTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /** It would be kept until then: nobody would say that it need not be told any more. */
  @Test
  void action_ofARequestThatIsOver_isForgotten() throws Exception {
    Closing closing = new Closing();
    AtomicBoolean isRun = new AtomicBoolean();
    CompletableFuture<Void> told = new CompletableFuture<>();
    Router router = Router.router(vertx);
    router
        .route()
        .handler(
            context -> {
              closing.admit(context);
              context.addEndHandler(
                  _ ->
                      vertx.runOnContext(
                          _ -> {
                            Closing.tell(context, () -> isRun.set(true));
                            told.complete(null);
                          }));
              context.response().end();
            });
    int port =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0)
            .toCompletionStage()
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS)
            .actualPort();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
      told.get(20, TimeUnit.SECONDS);
    }

    closing.begin();

    assertThat(isRun).isFalse();
    assertThat(closing.done().isComplete()).isTrue();
  }
}
