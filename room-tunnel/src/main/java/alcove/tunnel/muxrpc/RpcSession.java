package alcove.tunnel.muxrpc;

import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.muxrpc.codec.Packet;
import alcove.tunnel.muxrpc.codec.PacketException;
import alcove.tunnel.muxrpc.codec.PacketException.Reason;
import alcove.tunnel.muxrpc.codec.PacketHeader;
import alcove.tunnel.muxrpc.codec.PacketReceiver;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All calls of one connection, ours and the peer's. Confined to the connection's event loop.
 *
 * <p>Calls of the peer have positive request numbers on the wire and are answered with negative
 * ones; ours the other way round. Only live calls are remembered, so a peer cannot make the books
 * grow by calling often. A faulty request is answered with an error; only what breaks the packet
 * format or a limit ends the connection.
 *
 * @param <C> what procedures get to know of the peer
 */
public final class RpcSession<C> implements PacketReceiver<PacketException> {
  private static final int MAX_UNWANTED = 16;
  private static final byte[] LONG_ERROR = EndBody.error("error too long to read");

  private final PacketSink sink;
  private final SessionLimits limits;
  private final Runnable onGoodbye;

  private final Map<Integer, Entry> ours = new HashMap<>(4);
  private final IncomingCalls<C> theirs;
  private @Nullable Entry arriving;
  private int lastRequestNumber;
  private int awaited;
  private int unwanted;
  private boolean closed;

  /**
   * A session with nothing under way.
   *
   * @param caller handed to procedures as who calls
   * @param sink takes our packets
   * @param onGoodbye runs when the peer says goodbye
   * @param nanoTime a monotonic clock in nanoseconds
   * @param loop runs a task on the connection's event loop: at once when called there, otherwise as
   *     soon as the loop gets to it
   */
  public RpcSession(
      C caller,
      PacketSink sink,
      ProcedureTable<C> procedures,
      SessionLimits limits,
      Runnable onGoodbye,
      LongSupplier nanoTime,
      Executor loop) {
    this.sink = sink;
    this.limits = limits;
    this.onGoodbye = onGoodbye;
    this.theirs = new IncomingCalls<>(caller, sink, procedures, limits, nanoTime, loop);
  }

  /**
   * Calls an async or sync procedure of the peer.
   *
   * @return the reply (a muxrpc string comes as a text node); fails with the peer's error as a
   *     {@link CallException}, or when the connection ends
   */
  public Future<JsonNode> call(String procedure, ArrayNode args) {
    if (closed) {
      return Future.failedFuture(new CallException("connection closed"));
    }
    Promise<JsonNode> reply = Promise.promise();
    int number = nextRequestNumber();
    ours.put(number, new Entry.Pending(reply));
    awaited++;
    send(new Request(ProcedureName.of(procedure), args, "async"), false, number);
    return reply.future();
  }

  /**
   * Forgets a call whose reply is not waited for any more. It fails, and a reply that comes after
   * all is not looked at.
   *
   * @param reply what {@link #call} gave
   */
  public void abandon(Future<JsonNode> reply) {
    for (Entry entry : List.copyOf(ours.values())) {
      if (entry instanceof Entry.Pending call && call.reply().future().equals(reply)) {
        ours.values().remove(entry);
        awaited--;
        call.reply().tryFail(new CallException("no answer"));
      }
    }
  }

  /** Opens a {@code source}, {@code sink} or {@code duplex} of the peer. */
  public Substream open(String procedure, ArrayNode args, String type, SubstreamReceiver receiver) {
    int number = nextRequestNumber();
    Substream substream = new Substream(sink, number, () -> ours.remove(number));
    if (closed) {
      substream.close();
      receiver.ended(new SubstreamEnd.ConnectionLost());
      return substream;
    }
    ours.put(number, new Entry.Stream(substream, receiver));
    send(new Request(ProcedureName.of(procedure), args, type), true, number);
    return substream;
  }

  /** Calls and substreams that are under way, of both sides. */
  public int live() {
    return ours.size() + theirs.size();
  }

  /** Calls of ours that wait for the peer's answer. */
  public int awaited() {
    return awaited;
  }

  /** The connection is gone: whatever is under way ends, and nothing is sent any more. */
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    List<Entry> entries = new ArrayList<>(ours.values());
    entries.addAll(theirs.close());
    ours.clear();
    for (Entry entry : entries) {
      switch (entry) {
        case Entry.Pending pending ->
            pending.reply().tryFail(new CallException("connection closed"));
        case Entry.Answering answering -> {}
        case Entry.Stream stream -> {
          stream.substream().close();
          stream.receiver().ended(new SubstreamEnd.ConnectionLost());
        }
      }
    }
  }

  private int nextRequestNumber() {
    if (lastRequestNumber == Integer.MAX_VALUE) {
      throw new IllegalStateException("2^31 - 1 calls on one connection");
    }
    return ++lastRequestNumber;
  }

  private void send(Request request, boolean stream, int number) {
    sink.send(Packet.of(BodyType.JSON, stream, false, number, request.encode()));
  }

  private @Nullable Entry find(int requestNumber) {
    return requestNumber < 0 ? ours.get(-requestNumber) : theirs.find(requestNumber);
  }

  @Override
  public Treatment header(PacketHeader header) throws PacketException {
    Entry entry = find(header.requestNumber());
    arriving = entry;
    if (header.end()) {
      return end(header, entry);
    }
    return switch (entry) {
      case null -> unknown(header);
      case Entry.Pending pending -> bounded(header);
      case Entry.Answering answering -> unwanted(header);
      case Entry.Stream stream -> streamData(header, stream);
    };
  }

  /** An error with a long stack trace is an error all the same, but nobody keeps it. */
  private Treatment end(PacketHeader header, @Nullable Entry entry) throws PacketException {
    requireLength(header, limits.bodyLength());
    boolean isLong = header.length() > limits.errorLength();
    if (entry == null) {
      theirs.stray();
    } else if (isLong) {
      packet(header, LONG_ERROR);
    }
    return entry == null || isLong ? Treatment.DISCARD : Treatment.COLLECT;
  }

  private Treatment unknown(PacketHeader header) throws PacketException {
    if (header.type() == BodyType.BINARY) {
      return Treatment.DISCARD;
    }
    requireLength(header, limits.bodyLength());
    if (header.requestNumber() > 0 && header.type() == BodyType.JSON) {
      return theirs.mayOpen(header) ? Treatment.COLLECT : Treatment.DISCARD;
    }
    theirs.stray();
    return Treatment.DISCARD;
  }

  private Treatment streamData(PacketHeader header, Entry.Stream stream) throws PacketException {
    return switch (stream.receiver().input()) {
      case NONE -> {
        Treatment treatment = unwanted(header);
        breakOff(stream, "this substream takes no input");
        yield treatment;
      }
      case BODIES -> {
        Treatment treatment = bounded(header);
        if (theirs.mayTalk(header)) {
          yield treatment;
        }
        breakOff(stream, "too much at once, try again in a second");
        yield Treatment.DISCARD;
      }
      case BINARY_PARTS -> header.type() == BodyType.BINARY ? Treatment.STREAM : bounded(header);
    };
  }

  private static void breakOff(Entry.Stream stream, String message) {
    stream.substream().fail(message);
    stream.receiver().ended(new SubstreamEnd.Failed(message));
  }

  private Treatment bounded(PacketHeader header) throws PacketException {
    requireLength(header, limits.bodyLength());
    return Treatment.COLLECT;
  }

  private Treatment unwanted(PacketHeader header) throws PacketException {
    requireLength(header, limits.bodyLength());
    if (++unwanted > MAX_UNWANTED) {
      throw new PacketException(Reason.UNWANTED_DATA, "data where none is taken, again and again");
    }
    return Treatment.DISCARD;
  }

  private static void requireLength(PacketHeader header, int most) throws PacketException {
    if (header.length() > most) {
      throw new PacketException(
          Reason.BODY_TOO_LONG, "body length " + header.length() + " (at most " + most + ")");
    }
  }

  @Override
  public void part(PacketHeader header, byte[] buffer, int offset, int length) {
    if (find(header.requestNumber()) instanceof Entry.Stream stream) {
      stream.receiver().part(buffer, offset, length);
    }
  }

  @Override
  public void goodbye() {
    onGoodbye.run();
  }

  @Override
  public void packet(PacketHeader header, byte[] body) throws PacketException {
    Entry entry = find(header.requestNumber());
    if (!Objects.equals(entry, arriving)) {
      // Its substream ended while it was arriving; it must not be taken for a new call.
      return;
    }
    switch (entry) {
      case null -> theirs.open(header, body);
      case Entry.Pending pending -> takeReply(header, body, pending);
      case Entry.Answering answering -> theirs.cancel(header.requestNumber());
      case Entry.Stream stream when header.end() -> endStream(stream, body);
      case Entry.Stream stream -> {
        if (body.length > 0) {
          stream.receiver().body(header.type(), body);
        }
      }
    }
  }

  private void takeReply(PacketHeader header, byte[] body, Entry.Pending pending) {
    ours.remove(-header.requestNumber());
    awaited--;
    if (header.end()) {
      String error = EndBody.message(body);
      pending.reply().tryFail(new CallException(error == null ? "no reply" : error));
      return;
    }
    try {
      pending
          .reply()
          .tryComplete(
              header.type() == BodyType.JSON
                  ? Json.parse(body)
                  : TextNode.valueOf(new String(body, StandardCharsets.UTF_8)));
    } catch (CallException malformed) {
      pending.reply().tryFail(malformed);
    }
  }

  private static void endStream(Entry.Stream stream, byte[] body) {
    String error = EndBody.message(body);
    stream.substream().end();
    stream
        .receiver()
        .ended(error == null ? new SubstreamEnd.Clean() : new SubstreamEnd.Failed(error));
  }
}
