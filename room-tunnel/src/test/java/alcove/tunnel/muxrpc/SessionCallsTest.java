package alcove.tunnel.muxrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.tunnel.muxrpc.codec.PacketException;
import alcove.tunnel.muxrpc.codec.PacketException.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Async and sync calls that a peer makes. */
class SessionCallsTest {
  private final TestSession test = new TestSession();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":[\"test\",\"echo\"],\"args\":[1]}",
        "{\"name\":[\"test\",\"echo\"],\"args\":[1],\"type\":\"async\"}\n",
        "{\"type\":\"sync\",\"args\":[1],\"name\":[\"test\",\"echo\"]}",
        "{\"name\":[\"test\",\"echo\"],\"args\":[1],\"type\":null}"
      })
  void call_withOrWithoutType_isAnswered(String request) throws PacketException {
    test.receive(2, 1, request);

    assertThat(test.sink.take()).containsExactly("2 -1 {\"caller\":\"alice\",\"args\":[1]}");
    assertThat(test.session.live()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"manifest\",\"args\":[]}",
        "{\"name\":[\"manifest\"]}",
        "{\"name\":[\"manifest\"],\"args\":null}"
      })
  void manifest_byStringOrArray_isAnsweredAtOnce(String request) throws PacketException {
    test.receive(2, 1, request);

    assertThat(test.sink.take())
        .containsExactly(
            "2 -1 {\"test\":{\"echo\":\"async\",\"text\":\"sync\",\"later\":\"async\","
                + "\"refuse\":\"async\",\"fault\":\"async\",\"source\":\"source\","
                + "\"duplex\":\"duplex\",\"tunnel\":\"duplex\",\"closed\":\"duplex\","
                + "\"empty\":\"source\"},\"manifest\":\"sync\"}");
  }

  @Test
  void call_answeredByText_travelsAsString() throws PacketException {
    test.receive(2, 5, "{\"name\":[\"test\",\"text\"],\"args\":[]}");

    assertThat(test.sink.take()).containsExactly("1 -5 plain");
  }

  @Test
  void call_unknown_isRefusedWithTheTextThatClientsKnow() throws PacketException {
    test.receive(2, 1, "{\"name\":[\"no\",\"such\",\"thing\"],\"args\":[]}");

    assertThat(test.sink.take())
        .containsExactly(
            "6 -1 {\"name\":\"Error\",\"message\":"
                + "\"method:no,such,thing is not in list of allowed methods\",\"stack\":\"\"}");
  }

  @Test
  void call_refused_getsReasonAndNothingElse() throws PacketException {
    test.receive(2, 1, "{\"name\":[\"test\",\"refuse\"],\"args\":[]}");

    assertThat(test.sink.take())
        .containsExactly("6 -1 {\"name\":\"Error\",\"message\":\"not today\",\"stack\":\"\"}");
  }

  @Test
  void call_withFaultOfOurs_doesNotTellWhatHappened() throws PacketException {
    test.receive(2, 1, "{\"name\":[\"test\",\"fault\"],\"args\":[]}");

    assertThat(test.sink.take())
        .containsExactly("6 -1 {\"name\":\"Error\",\"message\":\"internal error\",\"stack\":\"\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "true",
        "not json",
        "{\"name\":[]}",
        "{\"name\":{}}",
        "{\"args\":[]}",
        "{\"name\":[\"a\",1]}",
        "{\"name\":[\"\"]}",
        "{\"name\":[\"a\",\"b\",\"c\",\"d\",\"e\"]}",
        "{\"name\":[\"a\"],\"args\":{}}",
        "{\"name\":[\"a\"],\"name\":[\"b\"]}",
        "{\"name\":[\"a\"]} {}",
        "{\"name\":[\"a\"],\"args\":[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}"
      })
  void request_malformed_isRefusedAndConnectionLives(String request) throws PacketException {
    test.receive(2, 1, request);
    test.receive(2, 2, "{\"name\":[\"test\",\"text\"]}");

    var sent = test.sink.take();
    assertThat(sent).hasSize(2).last().isEqualTo("1 -2 plain");
    assertThat(sent.getFirst()).startsWith("6 -1 {\"name\":\"Error\"");
    assertThat(test.session.live()).isZero();
  }

  @Test
  void request_malformedOnStream_isRefusedWithStreamFlags() throws PacketException {
    test.receive(10, 1, "{\"name\":7}");

    assertThat(test.sink.take()).singleElement().asString().startsWith("14 -1 {");
  }

  @Test
  void call_ofSourceWithoutStream_isRefusedWithoutStreamFlags() throws PacketException {
    test.receive(2, 1, "{\"name\":[\"test\",\"source\"],\"args\":[]}");

    assertThat(test.sink.take())
        .containsExactly(
            "6 -1 {\"name\":\"Error\",\"message\":\"test.source is a source\",\"stack\":\"\"}");
  }

  @Test
  void call_reusingLiveNumber_changesNothing() throws PacketException {
    test.receive(2, 1, "{\"name\":[\"test\",\"later\"]}");
    test.receive(2, 1, "{\"name\":[\"test\",\"text\"]}");
    assertThat(test.sink.take()).isEmpty();

    test.answers.getFirst().complete(Reply.of(true));

    assertThat(test.sink.take()).containsExactly("2 -1 true");
  }

  @Test
  void call_reusingEndedNumber_isAnsweredAgain() throws PacketException {
    test.receive(2, 1, "{\"name\":[\"test\",\"text\"]}");
    test.receive(2, 1, "{\"name\":[\"test\",\"text\"]}");

    assertThat(test.sink.take()).containsExactly("1 -1 plain", "1 -1 plain");
  }

  @Test
  void call_cancelledByPeer_isNotAnswered() throws PacketException {
    test.receive(2, 1, "{\"name\":[\"test\",\"later\"]}");
    test.receive(6, 1, "true");

    test.answers.getFirst().complete(Reply.of(true));

    assertThat(test.sink.take()).isEmpty();
    assertThat(test.session.live()).isZero();
  }

  @Test
  void calls_beyondOpenLimit_areRefusedUntilOneEnds() throws PacketException {
    for (int i = 1; i <= 4; i++) {
      test.receive(2, i, "{\"name\":[\"test\",\"later\"]}");
    }
    assertThat(test.sink.take())
        .containsExactly(
            "6 -4 {\"name\":\"Error\",\"message\":\"3 calls under way (at most 3)\","
                + "\"stack\":\"\"}");

    test.answers.getFirst().complete(Reply.of(1));
    test.receive(2, 5, "{\"name\":[\"test\",\"later\"]}");

    assertThat(test.sink.take()).containsExactly("2 -1 1");
  }

  @Test
  void calls_cancelledButNotDone_stillCount() throws PacketException {
    for (int i = 1; i <= 3; i++) {
      test.receive(2, i, "{\"name\":[\"test\",\"later\"]}");
      test.receive(6, i, "true");
    }

    test.receive(2, 4, "{\"name\":[\"test\",\"later\"]}");

    assertThat(test.sink.take()).singleElement().asString().startsWith("6 -4 ");
  }

  @Test
  void calls_inFlood_areRefusedUntilTimePasses() throws PacketException {
    for (int i = 1; i <= 101; i++) {
      test.receive(2, i, "{\"name\":[\"test\",\"text\"]}");
    }
    assertThat(test.sink.take())
        .hasSize(101)
        .last()
        .isEqualTo(
            "6 -101 {\"name\":\"Error\",\"message\":\"too many calls, try again in a second\","
                + "\"stack\":\"\"}");

    test.advance(Duration.ofMillis(100));
    test.receive(2, 102, "{\"name\":[\"test\",\"text\"]}");

    assertThat(test.sink.take()).containsExactly("1 -102 plain");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"name\":[\"no\",\"such\"]}", "{\"name\":7}", "not json"})
  void calls_unknownOrMalformed_takeFromTheRate(String request) throws PacketException {
    for (int i = 1; i <= 100; i++) {
      test.receive(2, i, request);
    }
    assertThat(test.sink.take()).hasSize(100).noneMatch(each -> each.contains("too many calls"));

    test.receive(2, 101, request);
    test.receive(10, 102, request);
    test.receive(2, 103, "{\"name\":[\"test\",\"text\"]}");

    assertThat(test.sink.take())
        .hasSize(3)
        .allMatch(each -> each.contains("too many calls, try again in a second"))
        .extracting(each -> each.split(" ", 2)[0])
        .containsExactly("6", "14", "6");
  }

  @Test
  void data_thatCrossedWithAnEnd_takesNothingFromTheRateOfCalls() throws PacketException {
    test.receive(10, 200, "{\"name\":[\"test\",\"empty\"],\"type\":\"source\"}");
    test.sink.take();
    for (int i = 1; i <= 200; i++) {
      test.receive(10, 200, "{\"late\":true}");
    }
    assertThat(test.sink.take()).isEmpty();

    test.receive(2, 201, "{\"name\":[\"test\",\"text\"]}");

    assertThat(test.sink.take()).containsExactly("1 -201 plain");
  }

  /** What is beyond its own rate is not even looked at: a request among it gets no answer. */
  @Test
  void bodiesOnOldNumbers_haveARateOfTheirOwn() throws PacketException {
    test.receive(2, 1000, "{\"name\":[\"test\",\"text\"]}");
    for (int i = 1; i <= 99; i++) {
      test.receive(2, i, "}{");
    }
    test.receive(2, 998, "{\"name\":[\"test\",\"text\"]}");
    test.receive(2, 999, "{\"name\":[\"test\",\"text\"]}");
    assertThat(test.sink.take()).containsExactly("1 -1000 plain", "1 -998 plain");

    test.advance(Duration.ofMillis(100));
    test.receive(2, 999, "{\"name\":[\"test\",\"text\"]}");

    assertThat(test.sink.take()).containsExactly("1 -999 plain");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | 7 | }{", // no request, on an old number
        "6 | 7 | true", // an end
        "14 | 7 | {\"name\":\"Error\",\"message\":\"x\"}", // an error
        "6 | -7 | true", // an end of what we have never called
        "2 | -7 | 1", // an answer to it
        "10 | -7 | 1", // data of it
        "9 | 7 | text" // no request, by its type
      })
  void strays_withoutEnd_endTheConnection(int flags, int number, String body)
      throws PacketException {
    test.receive(2, 1000, "{\"name\":[\"test\",\"text\"]}");
    int borne = 4 * TestSession.LIMITS.refusals();
    for (int i = 0; i < borne; i++) {
      test.receive(flags, number, body);
    }

    assertThatThrownBy(
            () -> {
              for (int i = 0; i <= TestSession.LIMITS.callBurst(); i++) {
                test.receive(flags, number, body);
              }
            })
        .isInstanceOfSatisfying(
            PacketException.class,
            failure -> assertThat(failure.reason()).isEqualTo(Reason.STRAY_FLOOD));
    assertThat(test.sink.take()).containsExactly("1 -1000 plain");
  }

  /** Bytes of a tunnel that has ended: its other end may have sent megabytes before it knew. */
  @Test
  void strays_ofBytes_areReadPast() throws PacketException {
    for (int i = 0; i < 10_000; i++) {
      test.receive(8, 7, "bytes");
    }

    assertThat(test.sink.take()).isEmpty();
  }

  /** With a permit for the call itself, 100 are good for 98 KiB of bodies. */
  @Test
  void call_costsByItsLength() throws PacketException {
    TestSession large = new TestSession(new SessionLimits(3, 10, 100, 50, 64 << 10, 60));
    String request = "{\"name\":[\"test\",\"text\"],\"args\":[\"" + "x".repeat(40 << 10) + "\"]}";
    large.receive(2, 1, request);
    large.receive(2, 2, request);
    large.receive(2, 3, request);
    large.receive(2, 4, "{\"name\":[\"test\",\"text\"]}");

    assertThat(large.sink.take())
        .hasSize(4)
        .satisfies(
            sent -> {
              assertThat(sent.get(0)).isEqualTo("1 -1 plain");
              assertThat(sent.get(1)).isEqualTo("1 -2 plain");
              assertThat(sent.get(2)).contains("too many calls");
              assertThat(sent.get(3)).isEqualTo("1 -4 plain");
            });
  }

  private void flood(int first, int last) throws PacketException {
    for (int i = first; i <= last; i++) {
      test.receive(2, i, "{\"name\":[\"test\",\"text\"]}");
    }
  }

  @Test
  void calls_refusedTooOften_endTheConnection() throws PacketException {
    flood(1, 150);
    assertThat(test.sink.take()).hasSize(150);

    assertThatThrownBy(() -> flood(151, 151))
        .isInstanceOfSatisfying(
            PacketException.class,
            failure -> assertThat(failure.reason()).isEqualTo(Reason.CALL_FLOOD));
  }

  @Test
  void calls_refusedNowAndThen_areForgiven() throws PacketException {
    flood(1, 150);

    for (int second = 1; second <= 100; second++) {
      test.advance(Duration.ofSeconds(1));
      // Ten are answered and ten refused.
      flood(1000 * second, 1000 * second + 19);
    }

    assertThat(test.sink.take()).hasSize(150 + 2000);
  }

  @Test
  void call_ofAsyncAsStream_isRefusedAsStream() throws PacketException {
    test.receive(10, 1, "{\"name\":[\"test\",\"echo\"],\"args\":[],\"type\":\"source\"}");

    assertThat(test.sink.take())
        .containsExactly(
            "14 -1 {\"name\":\"Error\",\"message\":\"test.echo is async\",\"stack\":\"\"}");
  }

  /** As a procedure does that asks the storage: on a thread of its own. */
  private void completeElsewhere(int call, Reply reply) throws InterruptedException {
    Thread storage = Thread.ofVirtual().start(() -> test.answers.get(call).complete(reply));
    storage.join();
  }

  @Test
  void call_answeredOnAnotherThread_isRepliedToOnTheLoop() throws Exception {
    test.receive(2, 1, "{\"name\":[\"test\",\"later\"]}");

    completeElsewhere(0, Reply.of(true));
    assertThat(test.sink.take()).isEmpty();
    assertThat(test.session.live()).isEqualTo(1);

    test.runLoop();
    assertThat(test.sink.take()).containsExactly("2 -1 true");
    assertThat(test.session.live()).isZero();
  }

  @Test
  void call_answeredElsewhereAfterTheConnectionClosed_isForgotten() throws Exception {
    test.receive(2, 1, "{\"name\":[\"test\",\"later\"]}");
    completeElsewhere(0, Reply.of(true));

    test.session.close();
    test.runLoop();

    assertThat(test.sink.take()).isEmpty();
  }

  @Test
  void call_answeredElsewhereWhileThePeerReusesItsNumber_answersOnlyTheNewOne() throws Exception {
    test.receive(2, 1, "{\"name\":[\"test\",\"later\"]}");
    completeElsewhere(0, Reply.text("old"));
    test.receive(6, 1, "true");
    test.receive(2, 1, "{\"name\":[\"test\",\"later\"]}");

    test.runLoop();
    assertThat(test.sink.take()).isEmpty();
    completeElsewhere(1, Reply.text("new"));
    test.runLoop();

    assertThat(test.sink.take()).containsExactly("1 -1 new");
  }

  @Test
  void calls_answeredElsewhere_countUntilTheLoopKnows() throws Exception {
    for (int i = 1; i <= 3; i++) {
      test.receive(2, i, "{\"name\":[\"test\",\"later\"]}");
      completeElsewhere(i - 1, Reply.of(i));
    }

    test.receive(2, 4, "{\"name\":[\"test\",\"later\"]}");
    assertThat(test.sink.take()).singleElement().asString().contains("3 calls under way");
    test.runLoop();
    test.receive(2, 5, "{\"name\":[\"test\",\"text\"]}");

    assertThat(test.sink.take()).containsExactly("2 -1 1", "2 -2 2", "2 -3 3", "1 -5 plain");
  }
}
