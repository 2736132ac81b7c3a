package alcove.tunnel.simulation;

import alcove.crypto.Crypto;
import alcove.crypto.InvalidPointException;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.tunnel.boxstream.BoxDecoder;
import alcove.tunnel.boxstream.BoxEncoder;
import alcove.tunnel.boxstream.BoxStreamException;
import alcove.tunnel.muxrpc.codec.PacketDecoder;
import alcove.tunnel.muxrpc.codec.PacketException;
import alcove.tunnel.muxrpc.codec.PacketHeader;
import alcove.tunnel.muxrpc.codec.PacketReceiver;
import alcove.tunnel.shs.ServerHandshake;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The layers between a peer and its wire: handshake, boxes and packets. Holds the room to the way
 * in which clients read: a packet's header is a box of its own, and nothing comes behind the end.
 */
final class PeerLine implements BoxDecoder.Receiver<RuntimeException> {
  /** Takes what the room says. */
  interface Listener {
    /** The peer has proved who it is, and could say more. */
    void proved();

    /** The room has let the peer in. */
    void entered();

    void packet(PacketHeader header, byte[] body);

    /** The room has said goodbye in muxrpc. */
    void goodbye();
  }

  private final World world;
  private final SimulatedWire wire;
  private final EagerHandshake handshake;
  private final Listener listener;
  private final PacketDecoder packets = new PacketDecoder();
  private final ByteBuf shaking = Unpooled.buffer(128);
  private int messagesTaken;
  private boolean isIn;
  private @Nullable BoxEncoder encoder;
  private @Nullable BoxDecoder decoder;
  private long bodyLeft;
  private boolean goodbyeOfPackets;
  private boolean goodbyeOfBoxes;

  PeerLine(
      World world,
      SimulatedWire wire,
      Crypto crypto,
      FeedKeyPair self,
      FeedId room,
      Listener listener) {
    this.world = world;
    this.wire = wire;
    this.listener = listener;
    this.handshake = new EagerHandshake(crypto, self, room, world.chance());
  }

  void sayHello() {
    wire.send(Unpooled.wrappedBuffer(handshake.hello()));
  }

  /** How many messages of the handshake the room has answered. */
  int messagesTaken() {
    return messagesTaken;
  }

  boolean isIn() {
    return isIn;
  }

  boolean hasGoodbye() {
    return goodbyeOfBoxes;
  }

  /** Takes bytes that have come. */
  void read(byte[] bytes) {
    try {
      if (isIn) {
        Objects.requireNonNull(decoder).decode(bytes, 0, bytes.length, this);
      } else {
        shake(bytes);
      }
    } catch (BoxStreamException | InvalidPointException broken) {
      world.violate("what the room has sent is broken: " + broken);
    }
  }

  private void shake(byte[] bytes) throws InvalidPointException {
    int due = messagesTaken == 0 ? ServerHandshake.SERVER_HELLO : ServerHandshake.SERVER_ACCEPT;
    int taken = Math.min(due - shaking.readableBytes(), bytes.length);
    shaking.writeBytes(bytes, 0, taken);
    if (shaking.readableBytes() < due) {
      return;
    }
    byte[] message = new byte[due];
    shaking.readBytes(message);
    shaking.clear();
    messagesTaken++;
    if (messagesTaken == 1) {
      wire.send(Unpooled.wrappedBuffer(handshake.prove(message)));
      encoder = handshake.encoder();
      decoder = handshake.decoder();
      listener.proved();
    } else {
      if (!handshake.isAccepted(message)) {
        world.violate("the room does not prove that it is the room");
      }
      isIn = true;
      listener.entered();
    }
    if (taken < bytes.length) {
      read(Arrays.copyOfRange(bytes, taken, bytes.length));
    }
  }

  @Override
  public void body(byte[] buffer, int offset, int length) {
    if (goodbyeOfPackets) {
      world.violate("a box behind muxrpc's goodbye");
      return;
    }
    if (bodyLeft == 0) {
      if (length != PacketHeader.LENGTH) {
        world.violate("a header in a box of " + length + " bytes");
        return;
      }
      bodyLeft =
          Integer.toUnsignedLong(
              (buffer[offset + 1] & 0xff) << 24
                  | (buffer[offset + 2] & 0xff) << 16
                  | (buffer[offset + 3] & 0xff) << 8
                  | (buffer[offset + 4] & 0xff));
    } else {
      bodyLeft -= length;
      if (bodyLeft < 0 || (bodyLeft > 0 && length < BoxEncoder.MAX_BODY)) {
        world.violate("a body in boxes that do not fit it");
        return;
      }
    }
    try {
      packets.decode(buffer, offset, length, new Whole());
    } catch (PacketException broken) {
      world.violate("the room's packets are broken: " + broken);
    }
  }

  @Override
  public void goodbye() {
    if (!goodbyeOfPackets) {
      world.violate("goodbye of the boxes without that of the packets");
    }
    goodbyeOfBoxes = true;
  }

  private final class Whole implements PacketReceiver<RuntimeException> {
    @Override
    public Treatment header(PacketHeader header) {
      if (header.length() == 0) {
        world.violate("an empty body, which JS clients take for a goodbye");
      }
      return Treatment.COLLECT;
    }

    @Override
    public void packet(PacketHeader header, byte[] body) {
      listener.packet(header, body);
    }

    @Override
    public void part(PacketHeader header, byte[] buffer, int offset, int length) {
      throw new IllegalStateException("all bodies are collected");
    }

    @Override
    public void goodbye() {
      goodbyeOfPackets = true;
      listener.goodbye();
    }
  }

  /** Sends one packet, as JS peers do: the header in a box of its own. */
  void send(int flags, int number, byte[] body) {
    send(flags, number, body, body.length);
  }

  /** The same with another length in the header. */
  void send(int flags, int number, byte[] body, int length) {
    byte[] header = new byte[PacketHeader.LENGTH];
    PacketHeader.encode(header, 0, flags, length, number);
    seal(header, 0, header.length);
    for (int at = 0; at < body.length; at += BoxEncoder.MAX_BODY) {
      seal(body, at, Math.min(BoxEncoder.MAX_BODY, body.length - at));
    }
  }

  /** Seals bytes into boxes that have nothing to do with the borders of packets. */
  void sendCut(byte[] bytes, Chance chance) {
    for (int at = 0; at < bytes.length; ) {
      int length = Math.min(chance.between(1, 300), bytes.length - at);
      seal(bytes, at, length);
      at += length;
    }
  }

  private void seal(byte[] body, int offset, int length) {
    if (encoder == null || goodbyeOfBoxes) {
      return;
    }
    byte[] box = new byte[BoxEncoder.HEADER + length];
    encoder.seal(body, offset, length, box, 0);
    wire.send(Unpooled.wrappedBuffer(box));
  }

  /** Says goodbye in both layers. */
  void sayGoodbye() {
    if (encoder != null) {
      seal(new byte[PacketHeader.LENGTH], 0, PacketHeader.LENGTH);
      byte[] box = new byte[BoxEncoder.HEADER];
      encoder.goodbye(box, 0);
      encoder = null;
      wire.send(Unpooled.wrappedBuffer(box));
    }
  }

  /** Sends what is no box. */
  void sendNonsense(byte[] bytes) {
    wire.send(Unpooled.wrappedBuffer(bytes));
  }
}
