package alcove.tunnel.net;

import alcove.tunnel.boxstream.BoxDecoder;
import alcove.tunnel.boxstream.BoxEncoder;
import alcove.tunnel.boxstream.BoxStreamException;
import alcove.tunnel.muxrpc.codec.PacketDecoder;
import alcove.tunnel.muxrpc.codec.PacketException;
import alcove.tunnel.muxrpc.codec.PacketHeader;
import alcove.tunnel.muxrpc.codec.PacketReceiver;
import alcove.tunnel.testing.Cryptos;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens what an encoder with the key of {@link #encoder} has sealed: boxes, and packets in them.
 */
final class Unboxed {
  private static final byte[] KEY = new byte[32];
  private static final byte[] NONCE = new byte[24];

  /** Body lengths of the boxes. */
  final List<Integer> boxes = new ArrayList<>();

  /** Body lengths of the packets. */
  final List<Integer> bodies = new ArrayList<>();

  /** Packets as {@code requestNumber:first character of the body}, and goodbyes. */
  final List<String> packets = new ArrayList<>();

  private final BoxDecoder boxDecoder = new BoxDecoder(Cryptos.java(), KEY, NONCE);
  private final PacketDecoder packetDecoder = new PacketDecoder();

  static BoxEncoder encoder() {
    return new BoxEncoder(Cryptos.java(), KEY, NONCE);
  }

  Unboxed open(List<byte[]> writes) throws BoxStreamException, PacketException {
    for (byte[] write : writes) {
      boxDecoder.decode(write, 0, write.length, boxReceiver);
    }
    return this;
  }

  private final BoxDecoder.Receiver<PacketException> boxReceiver =
      new BoxDecoder.Receiver<>() {
        @Override
        public void body(byte[] buffer, int offset, int length) throws PacketException {
          boxes.add(length);
          packetDecoder.decode(buffer, offset, length, packetReceiver);
        }

        @Override
        public void goodbye() {
          packets.add("box goodbye");
        }
      };

  private final PacketReceiver<PacketException> packetReceiver =
      new PacketReceiver<>() {
        @Override
        public Treatment header(PacketHeader header) {
          return Treatment.COLLECT;
        }

        @Override
        public void packet(PacketHeader header, byte[] body) {
          bodies.add(body.length);
          String first = new String(body, 0, Math.min(1, body.length), StandardCharsets.US_ASCII);
          packets.add(header.requestNumber() + ":" + first);
        }

        @Override
        public void part(PacketHeader header, byte[] buffer, int offset, int length) {}

        @Override
        public void goodbye() {
          packets.add("goodbye");
        }
      };
}
