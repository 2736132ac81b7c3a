package alcove.tunnel.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.tunnel.testing.Cryptos;
import alcove.tunnel.testing.Fragmentation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Records of a link, however they are cut, and what is none. */
class RecordDecoderTest {
  private static final FeedId ALICE = FeedKeyPair.create(Cryptos.java()).id();
  private static final FeedId BOB = FeedKeyPair.create(Cryptos.java()).id();

  private static final class Recorder implements RecordDecoder.Receiver {
    private final List<String> events = new ArrayList<>();
    private final StringBuilder bytes = new StringBuilder();

    @Override
    public void bytes(ByteBuf part) {
      assertThat(part.isReadable()).isTrue();
      bytes.append(part.toString(UTF_8));
    }

    @Override
    public void record(RecordType type, byte[] body) {
      flush();
      events.add(type + " " + new String(body, UTF_8));
    }

    private void flush() {
      if (!bytes.isEmpty()) {
        events.add(bytes.toString());
        bytes.setLength(0);
      }
    }
  }

  private static byte[] record(int type, String body) {
    return record(type, body.getBytes(UTF_8));
  }

  private static byte[] record(int type, byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header(type, body.length));
    out.writeBytes(body);
    return out.toByteArray();
  }

  private static byte[] header(int type, int length) {
    return new byte[] {
      (byte) type, (byte) (length >> 16), (byte) (length >> 8), (byte) length,
    };
  }

  private static byte[] all() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(record(4, ""));
    out.writeBytes(record(0, "some"));
    out.writeBytes(record(0, " bytes"));
    out.writeBytes(record(1, "text"));
    out.writeBytes(record(2, "{}"));
    out.writeBytes(record(0, "!"));
    out.writeBytes(record(7, "WHY"));
    out.writeBytes(record(5, ""));
    out.writeBytes(record(6, ""));
    return out.toByteArray();
  }

  static Stream<Fragmentation.Cut> cuts() {
    return Fragmentation.cuts(all());
  }

  @ParameterizedTest
  @MethodSource("cuts")
  void records_howeverTheyAreCut_comeInTheirOrder(Fragmentation.Cut cut) throws LinkException {
    Recorder recorder = new Recorder();
    RecordDecoder decoder = new RecordDecoder(recorder);
    for (byte[] piece : cut.pieces()) {
      decoder.read(Unpooled.wrappedBuffer(piece));
    }

    assertThat(recorder.events)
        .containsExactly(
            "ACCEPTED ",
            "some bytes",
            "STRING text",
            "JSON {}",
            "!",
            "BROKEN WHY",
            "REFUSED ",
            "END ");
  }

  @Test
  void longestBody_isTakenWhole() throws LinkException {
    Recorder recorder = new Recorder();
    String longest = "x".repeat(64 << 10);
    RecordDecoder decoder = new RecordDecoder(recorder);
    byte[] bytes = record(1, longest);
    for (int at = 0; at < bytes.length; at += 1000) {
      decoder.read(Unpooled.wrappedBuffer(bytes, at, Math.min(1000, bytes.length - at)));
    }

    assertThat(recorder.events).containsExactly("STRING " + longest);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 0",
    "1, 65537",
    "2, 0",
    "2, 65537",
    "2, 16777215",
    "3, 0",
    "3, 72",
    "3, 137",
    "4, 1",
    "5, 65",
    "6, 1",
    "7, 65",
    "8, 1",
    "9, 0",
    "9, 5",
    "255, 16777215"
  })
  void header_ofWhatIsNone_isRefusedBeforeItsBody(int type, int length) {
    RecordDecoder decoder = new RecordDecoder(new Recorder());

    assertThatThrownBy(() -> decoder.read(Unpooled.wrappedBuffer(header(type, length))))
        .isInstanceOf(LinkException.class);
  }

  @Test
  void request_isReadAsItWasWritten() {
    LinkRequest request = new LinkRequest(ALICE, BOB, Long.MAX_VALUE - 7, "node ä");

    assertThat(LinkRequest.decode(request.encode())).isEqualTo(request);
    assertThatThrownBy(() -> new LinkRequest(ALICE, BOB, 1, "").encode())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new LinkRequest(ALICE, BOB, 1, "x".repeat(65)).encode())
        .isInstanceOf(IllegalArgumentException.class);
  }
}
