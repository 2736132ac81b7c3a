package alcove.tunnel.muxrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.muxrpc.codec.PacketException;
import alcove.tunnel.muxrpc.codec.PacketException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sources and duplexes that a peer opens. */
class SessionStreamsTest {
  private static final String SOURCE = "{\"name\":[\"test\",\"source\"],\"type\":\"source\"}";
  private static final String DUPLEX = "{\"name\":[\"test\",\"duplex\"],\"type\":\"duplex\"}";
  private static final String TUNNEL = "{\"name\":[\"test\",\"tunnel\"],\"type\":\"duplex\"}";

  private final TestSession test = new TestSession();

  @Test
  void source_sendsUntilItEnds() throws PacketException {
    test.receive(10, 1, SOURCE);
    Substream substream = test.substreams.getFirst();

    substream.send(Json.array().add(1));
    substream.send(BodyType.STRING, "text".getBytes(StandardCharsets.UTF_8));
    substream.end();
    substream.end();
    substream.fail("too late");
    substream.send(Json.array());

    assertThat(test.sink.take()).containsExactly("10 -1 [1]", "9 -1 text", "14 -1 true");
    assertThat(test.session.live()).isZero();
    assertThat(test.streams.getFirst().events()).isEmpty();
  }

  /** Each of them gets an answer, as {@code gossip.ping} has it. */
  @Test
  void bodies_takeFromTheRateOfCalls_andEndTheSubstreamBeyondIt() throws PacketException {
    test.receive(10, 1, DUPLEX);
    for (int i = 1; i <= 99; i++) {
      test.receive(10, 1, "1");
    }
    assertThat(test.streams.getFirst().events()).hasSize(99);
    assertThat(test.sink.take()).isEmpty();

    test.receive(10, 1, "1");

    assertThat(test.sink.take())
        .containsExactly(
            "14 -1 {\"name\":\"Error\",\"message\":\"too much at once, try again in a second\","
                + "\"stack\":\"\"}");
    assertThat(test.streams.getFirst().events()).hasSize(100);
    assertThat(test.session.live()).isZero();
  }

  @Test
  void duplex_receivesBodiesOfAllTypes() throws PacketException {
    test.receive(10, 1, DUPLEX);

    test.receive(10, 1, "{\"a\":1}");
    test.receive(9, 1, "text");
    test.receive(8, 1, "bytes");
    test.receive(10, 1, "");

    assertThat(test.streams.getFirst().events())
        .containsExactly("JSON {\"a\":1}", "STRING text", "BINARY bytes");
    assertThat(test.sink.take()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "true, Clean[]",
    "false, Clean[]",
    "'{\"message\":\"broken\"}', Failed[message=broken]",
    "'{\"name\":\"Error\"}', Failed[message=error without a message]",
    "'', Failed[message=malformed error]",
    "'\"text\"', Failed[message=error without a message]",
  })
  void end_byPeer_isEchoedAndToldOnce(String body, String end) throws PacketException {
    test.receive(10, 1, DUPLEX);

    test.receive(14, 1, body);
    test.receive(14, 1, body);

    assertThat(test.sink.take()).containsExactly("14 -1 true");
    assertThat(test.streams.getFirst().events()).containsExactly(end);
    assertThat(test.session.live()).isZero();
  }

  @Test
  void end_withLongStackTrace_isAnEndLikeAnyOther() throws PacketException {
    test.receive(10, 1, DUPLEX);
    var reply = test.session.call("peer.quick", Json.array());
    test.sink.take();
    String error = "{\"message\":\"no\",\"stack\":\"" + "at x ".repeat(15) + "\"}";

    test.receive(14, 1, error);
    test.receive(6, -1, error);

    assertThat(test.sink.take()).containsExactly("14 -1 true");
    assertThat(test.streams.getFirst().events())
        .containsExactly("Failed[message=error too long to read]");
    assertThat(reply.cause()).hasMessage("error too long to read");
    assertThat(test.session.live()).isZero();
  }

  @Test
  void end_byUs_isNotAnsweredAgainWhenPeerEchoesIt() throws PacketException {
    test.receive(10, 1, DUPLEX);
    test.substreams.getFirst().fail("go away");
    test.sink.take();

    test.receive(14, 1, "{\"message\":\"go away\"}");

    assertThat(test.sink.take()).isEmpty();
    assertThat(test.streams.getFirst().events()).isEmpty();
  }

  /** JS peers send behind their request before our refusal can reach them, as ssb-ebt does. */
  @ParameterizedTest
  @ValueSource(ints = {8, 9, 10, 14})
  void data_behindRefusedStream_isDropped(int flags) throws PacketException {
    test.receive(10, 1, "{\"name\":[\"ebt\",\"replicate\"],\"args\":[],\"type\":\"duplex\"}");
    assertThat(test.sink.take())
        .containsExactly(
            "14 -1 {\"name\":\"Error\",\"message\":"
                + "\"method:ebt,replicate is not in list of allowed methods\",\"stack\":\"\"}");

    test.receive(flags, 1, "{\"@x\":12}");

    assertThat(test.sink.take()).isEmpty();
  }

  @Test
  void data_behindOurEnd_isDropped() throws PacketException {
    test.receive(10, 1, DUPLEX);
    test.substreams.getFirst().end();
    test.sink.take();

    test.receive(10, 1, "12345");
    test.receive(9, 1, "text");
    test.receive(8, 1, "bytes");

    assertThat(test.sink.take()).isEmpty();
  }

  /** Both ends cross on the way, and the peer's comes in two reads. */
  @Test
  void end_thatWasArrivingWhenWeEnded_isDropped() throws PacketException {
    test.receive(10, 1, DUPLEX);
    byte[] end = TestSession.packet(14, 1, "true");

    test.feed(Arrays.copyOf(end, 10));
    test.substreams.getFirst().end();
    test.feed(Arrays.copyOfRange(end, 10, end.length));

    assertThat(test.sink.take()).containsExactly("14 -1 true");
    assertThat(test.streams.getFirst().events()).isEmpty();
  }

  @Test
  void body_thatWasArrivingWhenWeEnded_opensNoCall() throws PacketException {
    test.receive(10, 1, DUPLEX);
    byte[] body = TestSession.packet(10, 1, "{\"name\":[\"test\",\"text\"]}");

    test.feed(Arrays.copyOf(body, 20));
    test.substreams.getFirst().end();
    test.feed(Arrays.copyOfRange(body, 20, body.length));

    assertThat(test.sink.take()).containsExactly("14 -1 true");
  }

  @Test
  void opening_refused_endsWithReason() throws PacketException {
    test.receive(10, 1, "{\"name\":[\"test\",\"closed\"],\"type\":\"duplex\"}");

    assertThat(test.sink.take())
        .containsExactly("14 -1 {\"name\":\"Error\",\"message\":\"closed today\",\"stack\":\"\"}");
    assertThat(test.session.live()).isZero();
  }

  @Test
  void opening_endedAtOnce_leavesNothingBehind() throws PacketException {
    test.receive(10, 1, "{\"name\":[\"test\",\"empty\"],\"type\":\"source\"}");

    assertThat(test.sink.take()).containsExactly("14 -1 true");
    assertThat(test.session.live()).isZero();
  }

  @Test
  void opening_withOtherType_isRefused() throws PacketException {
    test.receive(10, 1, "{\"name\":[\"test\",\"duplex\"],\"type\":\"source\"}");

    assertThat(test.sink.take())
        .containsExactly(
            "14 -1 {\"name\":\"Error\",\"message\":\"test.duplex is a duplex\",\"stack\":\"\"}");
  }

  @Test
  void tunnel_binaryOfAnyLength_comesInParts() throws PacketException {
    test.receive(10, 1, TUNNEL);
    byte[] frame = TestSession.packet(8, 1, "x".repeat(1000));

    test.feed(Arrays.copyOf(frame, 12));
    test.feed(Arrays.copyOfRange(frame, 12, frame.length));

    assertThat(test.streams.getFirst().events())
        .containsExactly("part xxx", "part " + "x".repeat(997));
  }

  @Test
  void tunnel_endedInMidFrame_readsPastTheRest() throws PacketException {
    test.receive(10, 1, TUNNEL);
    byte[] frame = TestSession.packet(8, 1, "x".repeat(1000));

    test.feed(Arrays.copyOf(frame, 12));
    test.substreams.getFirst().fail("enough");
    test.sink.take();
    test.feed(Arrays.copyOfRange(frame, 12, frame.length));
    test.receive(2, 2, "{\"name\":[\"test\",\"text\"]}");

    assertThat(test.streams.getFirst().events()).containsExactly("part xxx");
    assertThat(test.sink.take()).containsExactly("1 -2 plain");
  }

  @Test
  void tunnels_doNotCountAsCalls() throws PacketException {
    for (int i = 1; i <= 5; i++) {
      test.receive(10, i, TUNNEL);
    }

    assertThat(test.sink.take()).isEmpty();
    assertThat(test.session.live()).isEqualTo(5);
  }

  @Test
  void streams_countAsCalls_untilTheyEnd() throws PacketException {
    for (int i = 1; i <= 3; i++) {
      test.receive(10, i, DUPLEX);
    }
    test.receive(10, 4, DUPLEX);
    assertThat(test.sink.take()).singleElement().asString().contains("at most 3");

    test.receive(14, 2, "true");
    test.receive(10, 5, DUPLEX);

    assertThat(test.sink.take()).containsExactly("14 -2 true");
    assertThat(test.session.live()).isEqualTo(3);
  }

  @Test
  void source_thatGetsData_ends() throws PacketException {
    test.receive(10, 1, SOURCE);

    test.receive(10, 1, "1");
    test.receive(10, 1, "2");

    assertThat(test.sink.take()).singleElement().asString().startsWith("14 -1 {\"name\":\"Error\"");
    assertThat(test.streams.getFirst().events())
        .containsExactly("Failed[message=this substream takes no input]");
    assertThat(test.session.live()).isZero();
  }

  @Test
  void sources_thatGetDataSixteenTimes_areForgiven() throws PacketException {
    for (int i = 1; i <= 16; i++) {
      test.receive(10, i, SOURCE);
      test.receive(8, i, "unwanted");
    }

    assertThat(test.streams).hasSize(16);
  }

  @Test
  void sources_thatGetDataAgainAndAgain_endTheConnection() {
    assertThatThrownBy(
            () -> {
              for (int i = 1; i <= 17; i++) {
                test.receive(10, i, SOURCE);
                test.receive(8, i, "unwanted");
              }
            })
        .isInstanceOfSatisfying(
            PacketException.class,
            failure -> assertThat(failure.reason()).isEqualTo(Reason.UNWANTED_DATA));
  }

  @Test
  void close_endsEverythingAndSendsNothing() throws PacketException {
    test.receive(10, 1, SOURCE);
    test.receive(10, 2, TUNNEL);
    test.receive(2, 3, "{\"name\":[\"test\",\"later\"]}");
    var pending = test.session.call("peer.slow", Json.array());
    var ours = new RecordingStream(SubstreamReceiver.Input.BODIES);
    Substream open = test.session.open("peer.stream", Json.array(), "source", ours);
    test.sink.take();

    test.session.close();
    test.session.close();
    test.answers.getFirst().complete(Reply.of(true));
    test.substreams.forEach(each -> each.send(Json.array()));
    open.end();

    assertThat(test.sink.take()).isEmpty();
    assertThat(test.session.live()).isZero();
    assertThat(pending.failed()).isTrue();
    assertThat(ours.events()).containsExactly("ConnectionLost[]");
    assertThat(test.streams)
        .allSatisfy(each -> assertThat(each.events()).containsExactly("ConnectionLost[]"));
  }

  @Test
  void close_thenCallsOfOurs_fail() {
    test.session.close();
    var late = new RecordingStream(SubstreamReceiver.Input.BODIES);

    assertThat(test.session.call("peer.quick", Json.array()).failed()).isTrue();
    assertThat(test.session.open("peer.stream", Json.array(), "source", late).isOpen()).isFalse();
    assertThat(late.events()).containsExactly("ConnectionLost[]");
    assertThat(test.sink.take()).isEmpty();
  }

  @Test
  void goodbye_isPassedOn() throws PacketException {
    test.feed(new byte[9]);

    assertThat(test.goodbyes).hasValue(1);
  }
}
