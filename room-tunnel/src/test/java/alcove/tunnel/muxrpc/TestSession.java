package alcove.tunnel.muxrpc;

import alcove.tunnel.muxrpc.codec.PacketDecoder;
import alcove.tunnel.muxrpc.codec.PacketException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A session with one procedure of each kind, fed with packets as a peer sends them and observed by
 * the packets that it sends.
 */
final class TestSession {
  static final SessionLimits LIMITS = new SessionLimits(3, 10, 100, 50, 200, 60);

  final RecordingSink sink = new RecordingSink();
  final List<Promise<Reply>> answers = new ArrayList<>();
  final List<Substream> substreams = new ArrayList<>();
  final List<RecordingStream> streams = new ArrayList<>();
  final AtomicInteger goodbyes = new AtomicInteger();
  final AtomicLong clock = new AtomicLong();
  final ProcedureTable<String> table = table();
  final RpcSession<String> session;
  private final PacketDecoder decoder = new PacketDecoder();
  private final Thread loop = Thread.currentThread();
  private final Queue<Runnable> forLoop = new ConcurrentLinkedQueue<>();

  TestSession() {
    this(LIMITS);
  }

  TestSession(SessionLimits limits) {
    session =
        new RpcSession<>(
            "alice", sink, table, limits, goodbyes::incrementAndGet, clock::get, this::onLoop);
  }

  /** The test's thread is the event loop. */
  private void onLoop(Runnable task) {
    if (Thread.currentThread().equals(loop)) {
      task.run();
    } else {
      forLoop.add(task);
    }
  }

  /** Runs what other threads have left for the loop. */
  void runLoop() {
    for (Runnable task = forLoop.poll(); task != null; task = forLoop.poll()) {
      task.run();
    }
  }

  private ProcedureTable<String> table() {
    return ProcedureTable.<String>builder()
        .add(
            "test.echo",
            Procedure.async(
                (caller, args) ->
                    Future.succeededFuture(
                        Reply.of(Json.object().put("caller", caller).set("args", args)))))
        .add(
            "test.text",
            Procedure.sync((caller, args) -> Future.succeededFuture(Reply.text("plain"))))
        .add("test.later", Procedure.async((caller, args) -> later()))
        .add(
            "test.refuse",
            Procedure.async(
                (caller, args) -> {
                  throw new CallException("not today");
                }))
        .add(
            "test.fault",
            Procedure.async(
                (caller, args) -> Future.failedFuture(new IllegalStateException("secret"))))
        .add("test.source", Procedure.source((c, a, s) -> begin(s, SubstreamReceiver.Input.NONE)))
        .add("test.duplex", Procedure.duplex((c, a, s) -> begin(s, SubstreamReceiver.Input.BODIES)))
        .add(
            "test.tunnel",
            Procedure.selfCountingDuplex(
                (c, a, s) -> begin(s, SubstreamReceiver.Input.BINARY_PARTS)))
        .add(
            "test.closed",
            Procedure.duplex(
                (caller, args, substream) -> {
                  throw new CallException("closed today");
                }))
        .add(
            "test.empty",
            Procedure.source(
                (caller, args, substream) -> {
                  substream.end();
                  return new RecordingStream(SubstreamReceiver.Input.NONE);
                }))
        .build();
  }

  private Future<Reply> later() {
    Promise<Reply> answer = Promise.promise();
    answers.add(answer);
    return answer.future();
  }

  private SubstreamReceiver begin(Substream substream, SubstreamReceiver.Input input) {
    RecordingStream stream = new RecordingStream(input);
    substreams.add(substream);
    streams.add(stream);
    return stream;
  }

  /** Feeds one whole packet. */
  void receive(int flags, int requestNumber, String body) throws PacketException {
    feed(packet(flags, requestNumber, body));
  }

  /** Feeds bytes as they would come out of boxes. */
  void feed(byte[] bytes) throws PacketException {
    decoder.decode(bytes, 0, bytes.length, session);
  }

  static byte[] packet(int flags, int requestNumber, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(9 + bytes.length)
        .put((byte) flags)
        .putInt(bytes.length)
        .putInt(requestNumber)
        .put(bytes)
        .array();
  }

  void advance(Duration time) {
    clock.addAndGet(time.toNanos());
  }
}
