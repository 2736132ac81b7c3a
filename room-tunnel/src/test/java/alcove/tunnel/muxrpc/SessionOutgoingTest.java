package alcove.tunnel.muxrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.tunnel.muxrpc.codec.PacketException;
import alcove.tunnel.muxrpc.codec.PacketException.Reason;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of ours, packets for calls that nobody knows, and what ends a connection. */
class SessionOutgoingTest {
  private final TestSession test = new TestSession();

  @Test
  void call_sendsRequestAsJsPeersDo() {
    var _ = test.session.call("tunnel.ping", Json.array().add(1));
    var _ = test.session.open("a.b", Json.array(), "duplex", stream());

    assertThat(test.sink.take())
        .containsExactly(
            "2 1 {\"name\":[\"tunnel\",\"ping\"],\"args\":[1]}",
            "10 2 {\"name\":[\"a\",\"b\"],\"args\":[],\"type\":\"duplex\"}");
  }

  @ParameterizedTest
  @CsvSource({"2, '[1]', '[1]'", "1, plain, '\"plain\"'", "2, true, true"})
  void reply_completesCall(int flags, String body, String value) throws PacketException {
    var reply = test.session.call("peer.quick", Json.array());

    test.receive(flags, -1, body);
    test.receive(flags, -1, body);

    assertThat(reply.result()).hasToString(value);
    assertThat(test.session.live()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "6, '{\"message\":\"no\"}', no",
    "14, '{\"message\":\"no\"}', no",
    "6, true, no reply",
    "2, '{', malformed JSON"
  })
  void reply_thatIsNone_failsCall(int flags, String body, String text) throws PacketException {
    var reply = test.session.call("peer.quick", Json.array());

    test.receive(flags, -1, body);

    assertThat(reply.cause()).isInstanceOf(CallException.class).hasMessage(text);
    assertThat(test.session.live()).isZero();
  }

  @Test
  void abandonedCall_failsAndIsForgotten_andItsLateReplyIsReadPast() throws PacketException {
    var reply = test.session.call("peer.slow", Json.array());
    var other = test.session.call("peer.quick", Json.array());

    test.session.abandon(reply);
    test.receive(2, -1, "true");
    test.receive(2, -2, "true");

    assertThat(reply.cause()).isInstanceOf(CallException.class).hasMessage("no answer");
    assertThat(other.result()).hasToString("true");
    assertThat(test.session.live()).isZero();
    assertThat(test.session.awaited()).isZero();
  }

  @Test
  void stream_ofOurs_receivesAndEnds() throws PacketException {
    var stream = stream();
    Substream substream = test.session.open("a.b", Json.array(), "duplex", stream);
    test.sink.take();

    test.receive(10, -1, "1");
    substream.send(Json.array());
    test.receive(14, -1, "true");

    assertThat(stream.events()).containsExactly("JSON 1", "Clean[]");
    assertThat(test.sink.take()).containsExactly("10 1 []", "14 1 true");
    assertThat(substream.isOpen()).isFalse();
  }

  /** Go's decoder takes the next header out of such bodies; they have to be read past. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 6, 8, 9, 10, 14})
  void packet_forUnknownCallOfOurs_isReadPast(int flags) throws PacketException {
    test.receive(flags, -9, "{\"name\":[\"test\",\"text\"]}");
    test.receive(2, 1, "{\"name\":[\"test\",\"text\"]}");

    assertThat(test.sink.take()).containsExactly("1 -1 plain");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 6, 8, 9, 14})
  void packet_forUnknownCallThatIsNoRequest_isReadPast(int flags) throws PacketException {
    test.receive(flags, 9, "{\"name\":[\"test\",\"text\"]}");
    test.receive(2, 1, "{\"name\":[\"test\",\"text\"]}");

    assertThat(test.sink.take()).containsExactly("1 -1 plain");
  }

  @ParameterizedTest
  @CsvSource({
    "02ffffffff00000001", // a request of 4 GB
    "02000000c900000001", // one byte too much
    "09000000c900000001", // a string on a call that nobody knows
    "0e000000c900000001", // an end
    "06ffffffffffffffff", // an error for an unknown call of ours
  })
  void header_announcingTooMuch_endsConnection(String header) {
    assertThatThrownBy(() -> test.feed(HexFormat.of().parseHex(header)))
        .isInstanceOfSatisfying(
            PacketException.class,
            failure -> assertThat(failure.reason()).isEqualTo(Reason.BODY_TOO_LONG));
  }

  /** What is too long is known by the header, whoever it is for. */
  @ParameterizedTest
  @CsvSource({
    "02000000c9fffffffe, a reply",
    "0a000000c9ffffffff, a body of a stream",
    "08000000c900000001, bytes for a source"
  })
  void header_announcingTooMuch_onWhatIsUnderWay_endsConnection(String header, String what)
      throws PacketException {
    test.session.open("test.stream", Json.array(), "duplex", stream());
    test.session.call("test.call", Json.array());
    test.receive(10, 1, "{\"name\":[\"test\",\"source\"],\"type\":\"source\"}");

    assertThatThrownBy(() -> test.feed(HexFormat.of().parseHex(header)))
        .as(what)
        .isInstanceOfSatisfying(
            PacketException.class,
            failure -> assertThat(failure.reason()).isEqualTo(Reason.BODY_TOO_LONG));
  }

  @Test
  void header_announcingAsMuchAsMayBe_isFine() throws PacketException {
    test.session.open("test.stream", Json.array(), "duplex", stream());

    test.feed(HexFormat.of().parseHex("0a000000c8ffffffff"));

    assertThat(test.session.live()).isEqualTo(1);
  }

  @Test
  void callsOfOurs_areAwaited_untilTheyAreAnswered() throws PacketException {
    test.session.call("test.one", Json.array());
    test.session.call("test.two", Json.array());
    assertThat(test.session.awaited()).isEqualTo(2);

    test.receive(2, -1, "true");

    assertThat(test.session.awaited()).isEqualTo(1);
  }

  @Test
  void binary_forUnknownCall_mayBeOfAnyLength() throws PacketException {
    test.feed(HexFormat.of().parseHex("08ffffffff00000001"));

    assertThat(test.session.live()).isZero();
  }

  private static RecordingStream stream() {
    return new RecordingStream(SubstreamReceiver.Input.BODIES);
  }
}
