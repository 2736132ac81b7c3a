package alcove.tunnel.muxrpc.codec;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.fuzz.FuzzTarget;
import alcove.fuzz.Pieces;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Any bytes as muxrpc packets: the same packets however they are cut, and those that are complete
 * are written as they were read.
 */
class PacketDecoderFuzzTest extends FuzzTarget {

  @Override
  protected long mostAllocated(int length) {
    return (4L << 20) + 600L * 2 * Math.min(length, 300) * (length + 1024L);
  }

  @Override
  protected void test(byte[] input) throws Exception {
    Pieces.read(
        input,
        pieces -> {
          var log = new PacketLog();
          for (byte[] piece : pieces) {
            log.decode(piece);
          }
          return log.said();
        });
    assertWrittenAsRead(input);
  }

  private static void assertWrittenAsRead(byte[] input) {
    var written = new ByteArrayOutputStream();
    var copy =
        new PacketReceiver<RuntimeException>() {
          @Override
          public Treatment header(PacketHeader header) {
            return Treatment.COLLECT;
          }

          @Override
          public void packet(PacketHeader header, byte[] body) {
            if (body.length > 0) {
              write(
                  Packet.of(
                      header.type(), header.stream(), header.end(), header.requestNumber(), body));
            } else {
              var bytes = new byte[PacketHeader.LENGTH];
              int flags = PacketHeader.flags(header.type(), header.stream(), header.end());
              PacketHeader.encode(bytes, 0, flags, 0, header.requestNumber());
              written.writeBytes(bytes);
            }
          }

          private void write(Packet packet) {
            var bytes = new byte[packet.length()];
            packet.copyTo(0, bytes, 0, bytes.length);
            written.writeBytes(bytes);
          }

          @Override
          public void part(PacketHeader header, byte[] buffer, int offset, int length) {
            throw new AssertionError("part of " + header);
          }

          @Override
          public void goodbye() {
            write(Packet.goodbye());
          }
        };
    try {
      new PacketDecoder().decode(input, 0, input.length, copy);
    } catch (PacketException refused) {
      assertThat(refused.reason()).isNotNull();
    }
    byte[] expected = Arrays.copyOf(input, written.size());
    byte[] again = written.toByteArray();
    // The four upper bits of the flags mean nothing, and are not kept.
    int at = 0;
    while (at < expected.length) {
      expected[at] &= 0x0f;
      at += PacketHeader.LENGTH + length(expected, at);
    }
    assertThat(again).isEqualTo(expected);
  }

  private static int length(byte[] in, int offset) {
    return ByteBuffer.wrap(in).getInt(offset + 1);
  }

  /** What a decoder delivers, the same however its input was cut. */
  private static final class PacketLog implements PacketReceiver<RuntimeException> {
    private static final Treatment[] TREATMENTS = Treatment.values();

    private final PacketDecoder decoder = new PacketDecoder();
    private final List<Object> said = new ArrayList<>();
    private ByteArrayOutputStream parts = new ByteArrayOutputStream();
    private PacketHeader current = new PacketHeader(BodyType.BINARY, false, false, 0, 1);
    private boolean dead;

    void decode(byte[] piece) {
      if (dead) {
        return;
      }
      try {
        decoder.decode(piece, 0, piece.length, this);
      } catch (PacketException e) {
        dead = true;
        said.add(e.reason());
      }
    }

    List<Object> said() {
      assertThat(decoder.buffered())
          .isLessThanOrEqualTo(Math.max(1024, (int) (2 * current.length())));
      flush();
      return said;
    }

    private void flush() {
      if (parts.size() > 0) {
        said.add(HexFormat.of().formatHex(parts.toByteArray()));
        parts = new ByteArrayOutputStream();
      }
    }

    /** Depends on the header alone, so that every cut meets the same receiver. */
    @Override
    public Treatment header(PacketHeader header) {
      flush();
      current = header;
      said.add(header);
      return TREATMENTS[Math.floorMod(header.requestNumber(), TREATMENTS.length)];
    }

    @Override
    public void packet(PacketHeader header, byte[] body) {
      assertThat(header).isSameAs(current);
      assertThat(body.length).isEqualTo((int) header.length());
      said.add(List.of("packet", HexFormat.of().formatHex(body)));
    }

    @Override
    public void part(PacketHeader header, byte[] buffer, int offset, int length) {
      assertThat(header).isSameAs(current);
      assertThat(length).isPositive();
      parts.write(buffer, offset, length);
    }

    @Override
    public void goodbye() {
      flush();
      said.add("goodbye");
    }
  }
}
