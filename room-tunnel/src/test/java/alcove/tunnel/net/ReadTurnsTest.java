package alcove.tunnel.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadTurnsTest {
  private static final int PIECE = 16 << 10;
  private static final int TOTAL = 128 * PIECE;

  private final Vertx vertx = Vertx.builder().build();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /** However much has arrived of one connection, tasks of others come between its reads. */
  @Test
  void backlogOfOneConnection_isReadInTurnsOf64KiB() throws Exception {
    AtomicReference<Turns> turns = new AtomicReference<>();
    NetServer server =
        vertx
            .createNetServer(new NetServerOptions().setHost("127.0.0.1").setPort(0))
            .connectHandler(
                socket -> {
                  Turns own = new Turns(new TcpWire(socket));
                  own.wire.start(own);
                  own.wire.pause();
                  turns.set(own);
                });
    int port =
        server
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS)
            .actualPort();
    AtomicInteger written = new AtomicInteger();
    try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), port)) {
      Thread writer = Thread.startVirtualThread(() -> write(peer, written));
      await().until(() -> turns.get() != null && written.get() > 20 * PIECE);
      Wire wire = turns.get().wire;

      wire.eventLoop().execute(wire::resume);

      writer.join();
      await().until(() -> turns.get().total.get() == TOTAL);
    }
    assertThat(turns.get().longest.get()).isBetween(1, 64 << 10);
  }

  private static void write(Socket peer, AtomicInteger written) {
    try {
      OutputStream out = peer.getOutputStream();
      while (written.get() < TOTAL) {
        out.write(new byte[PIECE]);
        written.addAndGet(PIECE);
      }
    } catch (IOException gone) {
      throw new IllegalStateException(gone);
    }
  }

  /** Counts what comes before the event loop gets to a task that was left for it meanwhile. */
  private static final class Turns implements Wire.Receiver {
    private final AtomicInteger total = new AtomicInteger();
    private final AtomicInteger longest = new AtomicInteger();
    private final Wire wire;
    private int inThisTurn;

    Turns(Wire wire) {
      this.wire = wire;
    }

    @Override
    public void bytes(ByteBuf bytes) {
      if (inThisTurn == 0) {
        wire.eventLoop().execute(this::over);
      }
      inThisTurn += bytes.readableBytes();
    }

    private void over() {
      longest.accumulateAndGet(inThisTurn, Math::max);
      total.addAndGet(inThisTurn);
      inThisTurn = 0;
    }

    @Override
    public void hungUp() {}

    @Override
    public void closed() {}
  }
}
