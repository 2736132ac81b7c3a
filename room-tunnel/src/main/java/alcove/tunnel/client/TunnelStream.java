package alcove.tunnel.client;

import alcove.identity.FeedId;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.Substream;
import alcove.tunnel.muxrpc.SubstreamEnd;
import alcove.tunnel.muxrpc.SubstreamReceiver;
import alcove.tunnel.muxrpc.SubstreamReceiver.Input;
import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.muxrpc.codec.PacketHeader;
import alcove.tunnel.net.BoxPacker;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.net.Sender;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A tunnel as one of its two ends has it: a byte stream over a {@code tunnel.connect} substream.
 * Confined to the connection's event loop.
 */
public final class TunnelStream implements SubstreamReceiver, Sender {
  /** Takes what comes out of the tunnel. */
  public interface Receiver {
    /** Bytes, at least one; valid during the call only. */
    void bytes(ByteBuf bytes);

    /** The tunnel is over. */
    void ended(SubstreamEnd end);
  }

  private record Write(ByteBuf bytes, int length, Runnable done) {}

  private final PeerConnection connection;
  private final ArrayDeque<Write> unsent = new ArrayDeque<>();
  private final ArrayDeque<Write> unwritten = new ArrayDeque<>();
  private @Nullable Receiver receiver;
  private @Nullable Substream substream;
  private int writtenOfFirst;
  private boolean waitsForTurn;
  private boolean ending;
  private boolean over;

  private TunnelStream(PeerConnection connection) {
    this.connection = connection;
  }

  /**
   * Asks the room at the other end of {@code room} for a tunnel to {@code target}.
   *
   * @param receiver takes what comes out; null for one that {@link #receive} sets at once
   */
  public static TunnelStream open(PeerConnection room, FeedId target, @Nullable Receiver receiver) {
    ArrayNode args = Json.array();
    args.addObject().put("portal", room.peer().toString()).put("target", target.toString());
    return open(room, "tunnel.connect", args, receiver);
  }

  /** Calls a duplex {@code procedure} of the peer that carries bytes as a tunnel does. */
  public static TunnelStream open(
      PeerConnection peer, String procedure, ArrayNode args, @Nullable Receiver receiver) {
    TunnelStream stream = new TunnelStream(peer);
    stream.receiver = receiver;
    stream.substream = peer.session().open(procedure, args, "duplex", stream);
    return stream;
  }

  /** Takes the {@code substream} of a tunnel, or of a call like it, that the peer has opened. */
  public static TunnelStream accept(PeerConnection peer, Substream substream) {
    TunnelStream stream = new TunnelStream(peer);
    stream.substream = substream;
    return stream;
  }

  /** Sets who takes what comes out; at once, before the event loop goes on. */
  public void receive(Receiver by) {
    receiver = by;
  }

  /** The connection to the room. */
  public PeerConnection connection() {
    return connection;
  }

  /** Sends {@code bytes}, of which it takes possession; {@code done} runs when they are out. */
  public void write(ByteBuf bytes, Runnable done) {
    if (over || ending || !bytes.isReadable()) {
      bytes.release();
      // Not at once: who writes again and again when done would never come back.
      connection.loop().eventLoop().execute(done);
      return;
    }
    unsent.add(new Write(bytes, bytes.readableBytes(), done));
    if (!waitsForTurn) {
      waitsForTurn = true;
      connection.outbox().ready(this);
    }
  }

  /** Ends the tunnel behind all that was written. */
  public void end() {
    ending = true;
    if (unsent.isEmpty()) {
      endNow();
    }
  }

  /** Breaks the tunnel off. */
  public void fail(String message) {
    if (!over) {
      Objects.requireNonNull(substream).fail(message);
      finish();
    }
  }

  private void endNow() {
    if (!over) {
      Objects.requireNonNull(substream).end();
      finish();
    }
  }

  @Override
  public boolean send(BoxPacker packer) {
    if (!unsent.isEmpty()) {
      Write head = unsent.element();
      int length = packer.bodyLength(head.bytes.readableBytes());
      int number = Objects.requireNonNull(substream).requestNumber();
      packer.begin(PacketHeader.flags(BodyType.BINARY, true, false), number, length);
      packer.append(head.bytes, length);
      if (!head.bytes.isReadable()) {
        head.bytes.release();
        unwritten.add(unsent.remove());
      }
    }
    waitsForTurn = !unsent.isEmpty();
    if (!waitsForTurn && ending) {
      endNow();
    }
    return waitsForTurn;
  }

  @Override
  public void written(int bytes) {
    writtenOfFirst += bytes;
    while (!unwritten.isEmpty() && writtenOfFirst >= unwritten.element().length) {
      Write first = unwritten.remove();
      writtenOfFirst -= first.length;
      first.done.run();
    }
  }

  private void finish() {
    over = true;
    for (Write each = unsent.poll(); each != null; each = unsent.poll()) {
      each.bytes.release();
      connection.loop().eventLoop().execute(each.done);
    }
  }

  @Override
  public Input input() {
    return Input.BINARY_PARTS;
  }

  @Override
  public void part(byte[] buffer, int offset, int length) {
    if (receiver != null && !over) {
      receiver.bytes(Unpooled.wrappedBuffer(buffer, offset, length));
    }
  }

  @Override
  public void ended(SubstreamEnd end) {
    if (!over) {
      finish();
      if (receiver != null) {
        receiver.ended(end);
      }
    }
  }
}
