package alcove.tunnel.muxrpc;

import alcove.limits.TokenBucket;
import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.muxrpc.codec.Packet;
import alcove.tunnel.muxrpc.codec.PacketException;
import alcove.tunnel.muxrpc.codec.PacketException.Reason;
import alcove.tunnel.muxrpc.codec.PacketHeader;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls that the peer makes: begins them, keeps them within the limits, and answers them.
 * Confined to the connection's event loop; procedures may complete their futures on any thread.
 *
 * @param <C> what procedures get to know of the peer
 */
final class IncomingCalls<C> {
  private static final int PERMIT_BYTES = 1024;

  /** A call that we refuse or end is answered by an end, and what was on its way comes, too. */
  private static final int STRAYS_PER_CALL = 4;

  private final C caller;
  private final PacketSink sink;
  private final ProcedureTable<C> procedures;
  private final SessionLimits limits;
  private final TokenBucket rate;
  private final LongSupplier nanoTime;
  private @Nullable Excess excess;
  private final Executor loop;

  private final Map<Integer, Entry> live = new HashMap<>(4);
  private int lastNumber;
  private boolean isNew;
  private int limitedCalls;
  private boolean closed;

  IncomingCalls(
      C caller,
      PacketSink sink,
      ProcedureTable<C> procedures,
      SessionLimits limits,
      LongSupplier nanoTime,
      Executor loop) {
    this.caller = caller;
    this.sink = sink;
    this.procedures = procedures;
    this.limits = limits;
    this.rate = new TokenBucket(limits.callsPerSecond(), limits.callBurst(), nanoTime);
    this.nanoTime = nanoTime;
    this.loop = loop;
  }

  /** The rates of what most peers never do, which cost nothing until one does. */
  private record Excess(TokenBucket refusals, TokenBucket late, TokenBucket strays) {
    static Excess of(SessionLimits limits, LongSupplier nanoTime) {
      return new Excess(
          new TokenBucket(limits.callsPerSecond(), limits.refusals(), nanoTime),
          new TokenBucket(limits.callsPerSecond(), limits.callBurst(), nanoTime),
          new TokenBucket(
              STRAYS_PER_CALL * limits.callsPerSecond(),
              STRAYS_PER_CALL * limits.refusals(),
              nanoTime));
    }
  }

  private Excess excess() {
    Excess known = excess;
    if (known == null) {
      known = Excess.of(limits, nanoTime);
      excess = known;
    }
    return known;
  }

  @Nullable Entry find(int requestNumber) {
    return live.get(requestNumber);
  }

  int size() {
    return live.size();
  }

  /** The peer does not want the answer any more. */
  void cancel(int requestNumber) {
    live.remove(requestNumber);
  }

  /** Forgets all calls, sends nothing any more, and gives back what was under way. */
  List<Entry> close() {
    closed = true;
    List<Entry> entries = List.copyOf(live.values());
    live.clear();
    return entries;
  }

  private static int cost(PacketHeader header) {
    return 1 + (int) (header.length() / PERMIT_BYTES);
  }

  /** Whether the body of a packet of a live call may be looked at; takes what that costs. */
  boolean mayTalk(PacketHeader header) {
    return rate.tryTake(cost(header));
  }

  /**
   * A packet that belongs to no call and is not looked at.
   *
   * @throws PacketException when there have been too many of them
   */
  void stray() throws PacketException {
    if (!excess().strays.tryTake()) {
      throw new PacketException(Reason.STRAY_FLOOD, "too much that belongs to no call");
    }
  }

  /**
   * Whether the body of a packet that belongs to no call, and so should open one, may be looked at.
   * All of them take from a rate, by their length: calls, also those that nobody can answer, and
   * apart from them what comes on old numbers, most of which has crossed with our end of its call.
   */
  boolean mayOpen(PacketHeader header) throws PacketException {
    if (closed) {
      return false;
    }
    isNew = header.requestNumber() > lastNumber;
    if (isNew) {
      lastNumber = header.requestNumber();
      return mayCall(header);
    }
    boolean may = excess().late.tryTake(cost(header));
    if (!may) {
      stray();
    }
    return may;
  }

  /** The body of a packet that {@link #mayOpen} has let pass just before. */
  void open(PacketHeader header, byte[] body) throws PacketException {
    if (closed) {
      return;
    }
    Request request;
    try {
      request = Request.parse(body);
    } catch (CallException malformed) {
      // On an old number it is data that crossed with our end, which was the last word on it.
      if (isNew) {
        refuse(header.stream(), header.requestNumber(), malformed);
      }
      return;
    }
    if (isNew || mayCall(header)) {
      call(header, request);
    }
  }

  private boolean mayCall(PacketHeader header) throws PacketException {
    if (rate.tryTake(cost(header))) {
      return true;
    }
    if (!excess().refusals.tryTake()) {
      throw new PacketException(Reason.CALL_FLOOD, "too many calls, again and again");
    }
    var tooMany = new CallException("too many calls, try again in a second");
    refuse(header.stream(), header.requestNumber(), tooMany);
    return false;
  }

  private void call(PacketHeader header, Request request) {
    try {
      Procedure<C> procedure = procedures.find(request.name());
      if (procedure == null) {
        throw request.name().unknown();
      }
      begin(header, request, procedure);
    } catch (CallException refusal) {
      refuse(header.stream(), header.requestNumber(), refusal);
    }
  }

  private void begin(PacketHeader header, Request request, Procedure<C> procedure)
      throws CallException {
    int number = header.requestNumber();
    switch (procedure) {
      case Procedure.Async<C> async when header.stream() ->
          throw new CallException(request.name() + " is async");
      case Procedure.Async<C> async -> answer(number, request, async);
      case Procedure.Source<C> source -> stream(number, request, source.opening(), true, "source");
      case Procedure.Duplex<C> duplex ->
          stream(number, request, duplex.opening(), !duplex.countsItself(), "duplex");
    }
  }

  private void countCall() throws CallException {
    if (limitedCalls >= limits.openCalls()) {
      throw new CallException(
          "%s calls under way (at most %s)".formatted(limitedCalls, limits.openCalls()));
    }
    limitedCalls++;
  }

  private void answer(int number, Request request, Procedure.Async<C> async) throws CallException {
    countCall();
    Entry entry = new Entry.Answering();
    live.put(number, entry);
    Future<Reply> reply;
    try {
      reply = async.answer().answer(caller, request.args());
    } catch (CallException refusal) {
      reply = Future.failedFuture(refusal);
    }
    if (reply.isComplete()) {
      answered(number, entry, reply);
    } else {
      // Whoever completes it may be on any thread.
      reply.onComplete(done -> loop.execute(() -> answered(number, entry, done)));
    }
  }

  private void answered(int number, Entry entry, AsyncResult<Reply> done) {
    limitedCalls--;
    if (live.remove(number, entry)) {
      if (done.succeeded()) {
        Reply value = done.result();
        sink.send(Packet.of(value.type(), false, false, -number, value.body()));
      } else {
        refuse(false, number, done.cause());
      }
    }
  }

  private void stream(
      int number, Request request, Procedure.Opening<C> opening, boolean limited, String type)
      throws CallException {
    if (!request.type().equals(type)) {
      throw new CallException("%s is a %s".formatted(request.name(), type));
    }
    if (limited) {
      countCall();
    }
    Substream substream = new Substream(sink, -number, () -> ended(number, limited));
    SubstreamReceiver receiver;
    try {
      receiver = opening.open(caller, request.args(), substream);
    } catch (CallException refusal) {
      substream.fail(refusal.text());
      return;
    }
    if (substream.isOpen()) {
      live.put(number, new Entry.Stream(substream, receiver));
    }
  }

  private void ended(int number, boolean limited) {
    live.remove(number);
    if (limited) {
      limitedCalls--;
    }
  }

  private void refuse(boolean stream, int number, Throwable cause) {
    String message = cause instanceof CallException refusal ? refusal.text() : "internal error";
    sink.send(Packet.of(BodyType.JSON, stream, true, -number, EndBody.error(message)));
  }
}
