package alcove.tunnel.boxstream;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.crypto.Crypto;
import alcove.tunnel.testing.Fragmentation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams made by another implementation; {@code streams.json} says which. */
class PublishedStreamsTest {

  private static final HexFormat HEX = HexFormat.of();

  @ParameterizedTest
  @MethodSource("alcove.tunnel.testing.Cryptos#each")
  void encoder_publishedStream_sameBytes(Crypto crypto) throws IOException {
    for (JsonNode stream : streams()) {
      var encoder = new BoxEncoder(crypto, bytes(stream, "key"), bytes(stream, "nonce"));

      assertThat(HEX.formatHex(encode(encoder, stream)))
          .as(stream.path("name").asText())
          .isEqualTo(stream.path("wire").asText());
    }
  }

  @ParameterizedTest
  @MethodSource("alcove.tunnel.testing.Cryptos#each")
  void decoder_publishedStreamCutAnywhere_samePlainBytes(Crypto crypto) throws Exception {
    for (JsonNode stream : streams()) {
      for (var cut : Fragmentation.cuts(bytes(stream, "wire")).toList()) {
        var decoder = new BoxDecoder(crypto, bytes(stream, "key"), bytes(stream, "nonce"));
        var received = new RecordingReceiver();
        for (byte[] piece : cut.pieces()) {
          decoder.decode(piece, 0, piece.length, received);
        }

        String what = stream.path("name").asText() + ", " + cut;
        assertThat(received.bytes()).as(what).isEqualTo(written(stream));
        assertThat(received.goodbyeSeen()).as(what).isTrue();
      }
    }
  }

  private static byte[] encode(BoxEncoder encoder, JsonNode stream) {
    var wire = new ByteArrayOutputStream();
    var box = new byte[BoxEncoder.HEADER + BoxEncoder.MAX_BODY];
    for (JsonNode text : stream.path("written")) {
      byte[] bytes = HEX.parseHex(text.asText());
      for (int at = 0; at < bytes.length; at += BoxEncoder.MAX_BODY) {
        int length = Math.min(BoxEncoder.MAX_BODY, bytes.length - at);
        wire.write(box, 0, encoder.seal(bytes, at, length, box, 0));
      }
    }
    wire.write(box, 0, encoder.goodbye(box, 0));
    return wire.toByteArray();
  }

  private static byte[] written(JsonNode stream) {
    var all = new ByteArrayOutputStream();
    for (JsonNode text : stream.path("written")) {
      all.writeBytes(HEX.parseHex(text.asText()));
    }
    return all.toByteArray();
  }

  private static byte[] bytes(JsonNode stream, String field) {
    return HEX.parseHex(stream.path(field).asText());
  }

  private static JsonNode streams() throws IOException {
    try (InputStream in = PublishedStreamsTest.class.getResourceAsStream("streams.json")) {
      JsonNode streams = new ObjectMapper().readTree(Objects.requireNonNull(in)).path("streams");
      assertThat(streams).isNotEmpty();
      return streams;
    }
  }
}
