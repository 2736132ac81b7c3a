package alcove.tunnel.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServerOptions;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelsTest {
  private static final int KIBI = 1024;

  private final Vertx vertx =
      Vertx.builder().with(new VertxOptions().setPreferNativeTransport(true)).build();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @CsvSource({"0, true", "80, true", "26214, true", "26215, false", "200000, false"})
  void path_isNear_whileTenMegabytesASecondFitIntoTheLimit(long roundTripMicros, boolean near) {
    assertThat(Channels.isNear(roundTripMicros)).isEqualTo(near);
  }

  /** Linux says twice what was asked for, of which it gives away half; others say the same. */
  @Test
  void inputOfNearConnection_isLimited() throws Exception {
    CompletableFuture<int[]> buffers = new CompletableFuture<>();
    int port =
        vertx
            .createNetServer(new NetServerOptions().setHost("127.0.0.1").setPort(0))
            .connectHandler(
                socket -> {
                  Channel channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
                  channel.config().setOption(ChannelOption.SO_RCVBUF, 16 * KIBI);
                  int before = channel.config().getOption(ChannelOption.SO_RCVBUF);
                  Channels.limitInput(channel);
                  int after = channel.config().getOption(ChannelOption.SO_RCVBUF);
                  buffers.complete(new int[] {before, after});
                })
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS)
            .actualPort();

    try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), port)) {
      assertThat(peer.isConnected()).isTrue();
      int[] buffer = buffers.get(20, TimeUnit.SECONDS);

      assertThat(buffer[1]).isGreaterThan(buffer[0]).isLessThanOrEqualTo(512 * KIBI);
    }
  }
}
