import alcove.crypto.Crypto;
import alcove.crypto.CryptoChoice;
import alcove.identity.AppKey;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.identity.MultiserverAddress;
import alcove.tunnel.client.PeerClient;
import alcove.tunnel.client.TunnelStream;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.ProcedureTable;
import alcove.tunnel.muxrpc.SubstreamEnd;
import alcove.tunnel.net.ClientSockets;
import alcove.tunnel.net.CloseReason;
import alcove.tunnel.net.HandshakePool;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.net.PeerLoops;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A process of peers that live through tunnels, over the Java stack: the same commands as peer.cjs,
 * a line of JSON each on the standard input and output. Run from its source: {@code java -cp
 * alcove.jar Peer.java}.
 */
public final class Peer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int HEADER = 28;
  private static final int PERIOD = 65_521;

  private final byte[] pattern;
  private final Crypto crypto = CryptoChoice.AUTO.load();
  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setBlockedThreadCheckInterval(60_000));
  private final ClientSockets sockets = new ClientSockets(vertx);
  private final PeerLoops loops = new PeerLoops(System::nanoTime);
  private final HandshakePool handshakes = new HandshakePool(1);
  private final io.vertx.core.internal.ContextInternal context =
      ((VertxInternal) vertx).createEventLoopContext();
  private final Map<String, FeedKeyPair> keys = new ConcurrentHashMap<>();
  private final Map<String, PeerConnection> connections = new ConcurrentHashMap<>();
  private final AtomicInteger open = new AtomicInteger();

  private Peer(byte[] pattern) throws Exception {
    this.pattern = pattern;
  }

  public static void main(String[] args) throws Exception {
    Peer peer = new Peer(Files.readAllBytes(Path.of(System.getenv("CHAOS_PATTERN"))));
    say(JSON.createObjectNode().put("event", "ready"));
    for (String line; (line = IO.readln()) != null; ) {
      JsonNode message = JSON.readTree(line);
      peer.run(message.get("command").asText(), message.get("args"))
          .onComplete(
              result -> {
                ObjectNode answer =
                    JSON.createObjectNode().put("number", message.get("number").asInt());
                if (result.succeeded()) {
                  answer.set("value", JSON.valueToTree(result.result()));
                } else {
                  answer.put("error", String.valueOf(result.cause().getMessage()));
                }
                say(answer);
              });
    }
    System.exit(0);
  }

  private static synchronized void say(JsonNode message) {
    System.out.println(message);
  }

  private static void report(String event, JsonNode data) {
    ObjectNode message = JSON.createObjectNode().put("event", event);
    message.set("data", data);
    say(message);
  }

  private Future<?> run(String command, JsonNode args) {
    try {
      return switch (command) {
        case "id" -> Future.succeededFuture(keys(args.get(0).asText()).id().toString());
        case "join" -> join(args.get(0).asText(), args.get(1).asText());
        case "live" -> live(args.get(0).asText(), args.get(1).asText(), args.get(2));
        case "open" -> Future.succeededFuture(open.get());
        case "leave" -> {
          connections
              .values()
              .forEach(
                  each -> each.loop().eventLoop().execute(() -> each.close(CloseReason.STOPPED)));
          yield Future.succeededFuture();
        }
        case "stutter" -> {
          context.runOnContext(
              at -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(args.get(0).asLong())));
          yield Future.succeededFuture();
        }
        default -> Future.failedFuture("no such command: " + command);
      };
    } catch (Exception problem) {
      return Future.failedFuture(problem);
    }
  }

  private FeedKeyPair keys(String name) {
    return keys.computeIfAbsent(name, each -> FeedKeyPair.create(crypto));
  }

  private Future<?> join(String name, String address) throws Exception {
    MultiserverAddress room = MultiserverAddress.parse(address);
    PeerClient client =
        new PeerClient(
            sockets,
            loops,
            handshakes,
            crypto,
            AppKey.MAIN,
            keys(name),
            ProcedureTable.<PeerConnection>builder().build(),
            (connection, reason) -> report("lost", JSON.valueToTree(name)));
    client.onTunnel(
        (origin, stream) -> {
          Life life = new Life(null, seen -> report("life", seen.put("name", name)));
          life.take(stream);
        });
    Promise<Object> joined = Promise.promise();
    context.runOnContext(
        at -> {
          String place = address.substring(0, address.indexOf("~"));
          Future<PeerConnection> connection =
              room.transport().equals("net")
                  ? client.connect(room.host().get(), room.port().getAsInt(), room.key().get())
                  : client.connectWebSocket(place, room.key().get());
          connection
              .compose(
                  each -> {
                    connections.put(name, each);
                    return each.session().call("tunnel.announce", Json.array());
                  })
              .mapEmpty()
              .onComplete(joined);
        });
    return joined.future();
  }

  private Future<?> live(String name, String target, JsonNode spec) throws Exception {
    FeedId id = FeedId.parse(target);
    Promise<JsonNode> seen = Promise.promise();
    PeerConnection room = connections.get(name);
    room.loop()
        .eventLoop()
        .execute(
            () -> {
              Life life = new Life(Spec.of(spec), seen::tryComplete);
              life.take(TunnelStream.open(room, id, life));
            });
    return seen.future();
  }

  /** What shall happen in a life, see life.cjs. */
  private record Spec(int life, int up, int down, int ending, int at, int chunk, int rest) {
    static Spec of(JsonNode spec) {
      return new Spec(
          spec.get("life").asInt(),
          spec.get("up").asInt(),
          spec.get("down").asInt(),
          spec.get("ending").asInt(),
          spec.get("at").asInt(),
          spec.get("chunk").asInt(),
          spec.get("rest").asInt());
    }

    static Spec of(ByteBuf header) {
      return new Spec(
          header.readInt(),
          header.readInt(),
          header.readInt(),
          header.readInt(),
          header.readInt(),
          header.readInt(),
          header.readInt());
    }

    ByteBuf header() {
      return Unpooled.buffer(HEADER)
          .writeInt(life)
          .writeInt(up)
          .writeInt(down)
          .writeInt(ending)
          .writeInt(at)
          .writeInt(chunk)
          .writeInt(rest);
    }
  }

  /** One side's part, as in life.cjs; on the event loop. */
  private final class Life implements TunnelStream.Receiver {
    private final Consumer<ObjectNode> told;
    private final boolean isOrigin;
    private final ByteBuf header = Unpooled.buffer(HEADER, HEADER);
    private Spec spec;
    private TunnelStream stream;
    private int sent;
    private int received;
    private int ends;
    private int pieces;
    private boolean right = true;
    private boolean writing;
    private boolean over;

    Life(Spec spec, Consumer<ObjectNode> told) {
      this.spec = spec;
      this.told = told;
      this.isOrigin = spec != null;
      open.incrementAndGet();
    }

    void take(TunnelStream taken) {
      stream = taken;
      stream.receive(this);
      if (isOrigin && !over) {
        write(spec.header());
      }
    }

    private void write(ByteBuf bytes) {
      writing = true;
      stream.write(
          bytes,
          () -> {
            writing = false;
            goOn();
          });
    }

    private int mine() {
      return isOrigin ? spec.up : spec.down;
    }

    private int theirs() {
      return isOrigin ? spec.down : spec.up;
    }

    private void goOn() {
      if (spec == null || writing || over) {
        return;
      }
      if (myTurnToEnd()) {
        over = true;
        if (spec.ending < 4) {
          stream.end();
        } else {
          stream.fail("broken off");
        }
        tell("self");
        return;
      }
      if (sent == mine()) {
        return;
      }
      pieces++;
      if (spec.rest > 0 && pieces % spec.rest == 0) {
        writing = true;
        stream
            .connection()
            .loop()
            .eventLoop()
            .schedule(
                () -> {
                  writing = false;
                  goOn();
                },
                pieces % 20,
                TimeUnit.MILLISECONDS);
        return;
      }
      int length =
          Math.min(mine() - sent, 1 + (int) ((spec.life * 31L + pieces * 977L) % spec.chunk));
      int start = start(isOrigin, sent);
      int most = Math.min(length, PERIOD - start);
      sent += most;
      write(Unpooled.copiedBuffer(pattern, start, most));
    }

    private boolean myTurnToEnd() {
      if ((spec.ending % 2 == 0) != isOrigin) {
        return false;
      }
      boolean all = sent == mine();
      return switch (spec.ending) {
        case 0, 1 -> all && received == theirs();
        case 2, 3 -> all;
        default -> sent >= spec.at;
      };
    }

    private int start(boolean origin, int offset) {
      return (int) ((spec.life * 7919L + (origin ? 0 : 104_729) + offset) % PERIOD);
    }

    @Override
    public void bytes(ByteBuf bytes) {
      if (spec == null) {
        bytes.readBytes(header, Math.min(bytes.readableBytes(), header.writableBytes()));
        if (header.isWritable()) {
          return;
        }
        spec = Spec.of(header);
      }
      byte[] got = new byte[bytes.readableBytes()];
      bytes.readBytes(got);
      for (int at = 0; at < got.length; ) {
        int start = start(!isOrigin, received);
        int length = Math.min(got.length - at, PERIOD - start);
        right &= Arrays.equals(got, at, at + length, pattern, start, start + length);
        received += length;
        at += length;
      }
      goOn();
    }

    @Override
    public void ended(SubstreamEnd end) {
      ends++;
      over = true;
      tell(
          switch (end) {
            case SubstreamEnd.Clean clean -> "clean";
            case SubstreamEnd.Failed failed -> failed.message();
            case SubstreamEnd.ConnectionLost lost -> "connection lost";
          });
    }

    private void tell(String ended) {
      open.decrementAndGet();
      ObjectNode seen = JSON.createObjectNode();
      if (spec != null) {
        seen.put("life", spec.life);
      }
      told.accept(
          seen.put("side", isOrigin ? "origin" : "target")
              .put("right", right)
              .put("received", received)
              .put("sent", sent)
              .put("ends", ends)
              .put("ended", ended));
    }
  }
}
