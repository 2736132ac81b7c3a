package alcove.tunnel.link;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.fuzz.FuzzTarget;
import alcove.fuzz.Pieces;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Any bytes of another node as records of a link: the same records however they are cut. */
class RecordDecoderFuzzTest extends FuzzTarget {

  @Override
  protected long mostAllocated(int length) {
    return (4L << 20) + 600L * 2 * Math.min(length, 300) * (length + 1024L);
  }

  @Override
  protected void test(byte[] input) throws Exception {
    Pieces.read(
        input,
        pieces -> {
          var log = new RecordLog();
          var decoder = new RecordDecoder(log);
          try {
            for (byte[] piece : pieces) {
              decoder.read(Unpooled.wrappedBuffer(piece));
            }
          } catch (LinkException refused) {
            log.flush();
            log.said.add("refused " + refused.getMessage());
            return log.said;
          }
          log.flush();
          return log.said;
        });
  }

  private static final class RecordLog implements RecordDecoder.Receiver {
    private final List<Object> said = new ArrayList<>();
    private ByteArrayOutputStream parts = new ByteArrayOutputStream();

    private void flush() {
      if (parts.size() > 0) {
        said.add(HexFormat.of().formatHex(parts.toByteArray()));
        parts = new ByteArrayOutputStream();
      }
    }

    @Override
    public void bytes(ByteBuf part) {
      assertThat(part.isReadable()).isTrue();
      byte[] bytes = new byte[part.readableBytes()];
      part.readBytes(bytes);
      parts.writeBytes(bytes);
    }

    @Override
    public void record(RecordType type, byte[] body) throws LinkException {
      flush();
      assertThat(RecordType.of(type.code(), body.length)).isEqualTo(type);
      said.add(type);
      said.add(HexFormat.of().formatHex(body));
      if (type == RecordType.OPEN) {
        LinkRequest request = LinkRequest.decode(body);
        // A name that is no UTF-8 becomes one, which may be longer.
        if (request.node().getBytes(StandardCharsets.UTF_8).length
            == body.length - LinkRequest.SHORTEST + 1) {
          assertThat(LinkRequest.decode(request.encode())).isEqualTo(request);
        }
      }
    }
  }
}
