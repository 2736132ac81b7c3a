package alcove.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** By a clock that stands still unless it is told to go on. */
class Http2GuardTest {
  /** {@code GET https://a/} with the static table of HPACK. */
  private static final byte[] REQUEST = HexFormat.of().parseHex("828784410161");

  private static final short INITIAL_WINDOW_SIZE = 4;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int WINDOW_UPDATE = 8;
  private static final int WHOLE = 5;

  private final HttpSockets sockets = new HttpSockets(new HttpLimits(8, 3, Duration.ofSeconds(15)));
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Http2ConnectionHandler handler = handler();

  Http2GuardTest() {
    channel.freezeTime();
    open(channel, handler, "a");
  }

  private static Http2ConnectionHandler handler() {
    return new Http2ConnectionHandlerBuilder()
        .server(true)
        .frameListener(new Http2FrameAdapter())
        .gracefulShutdownTimeoutMillis(0)
        .build();
  }

  private void open(EmbeddedChannel newcomer, Http2ConnectionHandler http, String address) {
    assertThat(sockets.admit(newcomer, address)).isTrue();
    newcomer.pipeline().addLast(http);
    Http2Guard.guard(
        http,
        newcomer.pipeline().context(http),
        newcomer.pipeline().get(HttpSocket.class),
        new Http2Limits(4, Duration.ofSeconds(60), Duration.ofSeconds(120), 10, 1));
    newcomer.writeInbound(Http2CodecUtil.connectionPrefaceBuf());
    send(newcomer, SETTINGS, 0, 0);
  }

  private static void send(EmbeddedChannel to, int type, int flags, int stream, byte... payload) {
    ByteBuf frame = Unpooled.buffer();
    frame.writeMedium(payload.length).writeByte(type).writeByte(flags).writeInt(stream);
    to.writeInbound(frame.writeBytes(payload));
    to.runPendingTasks();
  }

  private void pass(int seconds) {
    channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
    channel.runPendingTasks();
  }

  private void ping() {
    send(channel, PING, 0, 0, new byte[8]);
  }

  private void ask(int stream) {
    send(channel, HEADERS, WHOLE, stream, REQUEST);
  }

  private void beginToAnswer(int stream) {
    var context = channel.pipeline().context(handler);
    var _ =
        handler
            .encoder()
            .writeHeaders(
                context,
                stream,
                new DefaultHttp2Headers().status("200"),
                0,
                false,
                context.newPromise());
    channel.pipeline().fireChannelReadComplete();
    channel.runPendingTasks();
  }

  private void answer(int stream, int bytes) {
    beginToAnswer(stream);
    var context = channel.pipeline().context(handler);
    var _ =
        handler
            .encoder()
            .writeData(
                context,
                stream,
                Unpooled.wrappedBuffer(new byte[bytes]),
                0,
                true,
                context.newPromise());
    channel.pipeline().fireChannelReadComplete();
    channel.runPendingTasks();
  }

  @Test
  void connection_withoutARequest_isClosedAsByHttp11() {
    pass(14);
    ping();
    assertThat(channel.isOpen()).isTrue();
    pass(1);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void request_thatIsUnderWay_mayTakeAsLongAsItLikes() {
    ask(1);
    pass(1000);
    assertThat(channel.isOpen()).isTrue();
    assertThat(sockets.streams()).isEqualTo(1);
  }

  @Test
  void connection_whoseRequestsAreAnswered_isClosedWhenItIsQuiet() {
    ask(1);
    ask(3);
    answer(1, 10);
    pass(100);
    answer(3, 10);
    assertThat(sockets.streams()).isZero();
    for (int i = 0; i < 59; i++) {
      pass(1);
      ping();
    }
    assertThat(channel.isOpen()).isTrue();
    pass(1);
    assertThat(channel.isOpen()).isFalse();
    assertThat(sockets.size()).isZero();
  }

  @Test
  void connection_thatAsksAgain_staysLonger() {
    ask(1);
    answer(1, 10);
    pass(59);
    ask(3);
    pass(59);
    answer(3, 10);
    pass(59);
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void answer_thatIsNotTaken_isGivenUpInTimeHoweverMuchElseIsSaid() {
    ask(1);
    answer(1, 100_000);
    for (int i = 0; i < 140; i++) {
      pass(1);
      send(channel, WINDOW_UPDATE, 0, 1, ByteBuffer.allocate(4).putInt(1).array());
      assertThat(channel.isOpen()).isTrue();
    }
    assertThat(sockets.streams()).isEqualTo(1);
    pass(10);
    assertThat(sockets.streams()).isZero();
    assertThat(channel.isOpen()).isTrue();
  }

  /** Vert.x keeps to itself then what it would write. */
  @Test
  void answer_whoseReaderLetsNothingBeWritten_isGivenUpToo() {
    send(
        channel,
        SETTINGS,
        0,
        0,
        ByteBuffer.allocate(6).putShort(INITIAL_WINDOW_SIZE).putInt(0).array());
    ask(1);
    beginToAnswer(1);
    for (int i = 0; i < 140; i++) {
      pass(1);
      ping();
    }
    assertThat(sockets.streams()).isEqualTo(1);
    pass(10);
    assertThat(sockets.streams()).isZero();
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void answer_thatIsTakenAsItComes_mayGoOnAsLongAsItLikes() {
    ask(1);
    beginToAnswer(1);
    for (int i = 0; i < 1000; i++) {
      pass(1);
    }
    assertThat(sockets.streams()).isEqualTo(1);
  }

  @Test
  void reader_ofAnAnswerThatGoesOn_isAskedWhetherItIsThere() {
    ask(1);
    beginToAnswer(1);
    assertThat(pings()).isZero();
    pass(29);
    assertThat(pings()).isZero();
    pass(1);
    assertThat(pings()).isEqualTo(1);
    pass(30);
    assertThat(pings()).isEqualTo(1);
  }

  /** How many PING frames were sent since this was asked last. */
  private long pings() {
    ByteBuf sent = Unpooled.buffer();
    for (ByteBuf each = channel.readOutbound(); each != null; each = channel.readOutbound()) {
      sent.writeBytes(each);
      each.release();
    }
    long pings = 0;
    while (sent.readableBytes() > 8) {
      int length = sent.readUnsignedMedium();
      int type = sent.readByte();
      int flags = sent.readByte();
      pings += type == PING && flags == 0 ? 1 : 0;
      sent.skipBytes(Integer.BYTES + length);
    }
    return pings;
  }

  @Test
  void requests_ofOneAddress_haveItsShareWhateverTheirConnections() {
    for (int stream = 1; stream <= 9; stream += 2) {
      ask(stream);
    }
    assertThat(sockets.streams()).isEqualTo(3);

    var second = new EmbeddedChannel();
    second.freezeTime();
    open(second, handler(), "a");
    send(second, HEADERS, WHOLE, 1, REQUEST);
    assertThat(sockets.streams()).isEqualTo(3);
    answer(1, 10);
    send(second, HEADERS, WHOLE, 3, REQUEST);
    assertThat(sockets.streams()).isEqualTo(3);

    var _ = channel.close();
    assertThat(sockets.streams()).isEqualTo(1);
    var _ = second.close();
    assertThat(sockets.streams()).isZero();
  }

  @Test
  void frames_thatCarryNothing_haveABurstAndARate() {
    for (int i = 0; i < 9; i++) {
      ping();
    }
    pass(5);
    for (int i = 0; i < 5; i++) {
      ping();
    }
    assertThat(channel.isOpen()).isTrue();
    ping();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void reader_thatTakesNothing_isNotListenedTo() {
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    channel.runPendingTasks();
    assertThat(channel.config().isAutoRead()).isFalse();
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
    channel.runPendingTasks();
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void headersThatWeSend_areRememberedInBounds() {
    send(
        channel,
        SETTINGS,
        0,
        0,
        ByteBuffer.allocate(6).putShort((short) 1).putInt(Integer.MAX_VALUE).array());
    assertThat(handler.encoder().configuration().headersConfiguration().maxHeaderTableSize())
        .isEqualTo(Http2Limits.HEADER_TABLE);
  }
}
