package alcove.tunnel.net;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.fuzz.FuzzTarget;
import alcove.fuzz.Pieces;
import alcove.tunnel.net.ProxyHeader.MalformedHeaderException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;

/** Any bytes as a header of a proxy: the same of it however it is cut, and the rest left alone. */
class ProxyHeaderFuzzTest extends FuzzTarget {
  private static final int FIXED_PART = 16;

  @Override
  protected void test(byte[] input) throws Exception {
    Pieces.read(
        input,
        pieces -> {
          var header = new ProxyHeader();
          int read = 0;
          boolean complete = false;
          try {
            for (byte[] piece : pieces) {
              ByteBuf bytes = Unpooled.wrappedBuffer(piece);
              complete = complete || header.read(bytes);
              read += bytes.readerIndex();
            }
          } catch (MalformedHeaderException wrong) {
            assertThat(wrong.getMessage()).isNotEmpty();
            return "malformed";
          }
          if (complete) {
            int length = ((input[14] & 0xff) << 8) | (input[15] & 0xff);
            assertThat(read).isEqualTo(FIXED_PART + length);
            assertThat(header.isLocal() && header.source().isPresent()).isFalse();
          }
          return List.of(complete, read, header.isLocal(), header.source());
        });
  }
}
