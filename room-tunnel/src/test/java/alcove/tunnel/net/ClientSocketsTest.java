package alcove.tunnel.net;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.tunnel.testing.LoopWatch;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientSocketsTest {
  private final Vertx vertx = LoopWatch.vertx(1);

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get();
  }

  @Test
  void dialingAfterTheClose_failsAndDoesNotThrow() {
    var sockets = new ClientSockets(vertx);
    sockets.close();

    assertThat(sockets.tcp("127.0.0.1", 1).failed()).isTrue();
    assertThat(sockets.webSocket("ws://127.0.0.1:1/").failed()).isTrue();
  }
}
