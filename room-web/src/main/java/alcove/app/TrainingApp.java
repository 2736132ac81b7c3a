package alcove.app;

import alcove.address.PublicAddress;
import alcove.crypto.Crypto;
import alcove.identity.AppKey;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.identity.MultiserverAddress;
import alcove.room.aliases.AliasRegistration;
import alcove.room.signin.SignInStatement;
import alcove.tunnel.client.PeerClient;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.ProcedureTable;
import alcove.tunnel.net.ClientSockets;
import alcove.tunnel.net.HandshakePool;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.net.PeerLoops;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The app of one person, for {@link TrainCommand}. Used by one thread. */
final class TrainingApp implements AutoCloseable {
  private static final int SECONDS_TO_ANSWER = 10;
  private static final List<String> CALLS =
      List.of("whoami", "manifest", "room.metadata", "tunnel.isRoom", "tunnel.announce");

  private final PublicAddress room;
  private final Crypto crypto;
  private final FeedKeyPair self;
  private final Vertx vertx = Vertx.vertx();
  private final ClientSockets sockets = new ClientSockets(vertx);
  private final HandshakePool pool = new HandshakePool(1);
  private @Nullable PeerConnection connection;

  TrainingApp(PublicAddress room, Crypto crypto) {
    this.room = room;
    this.crypto = crypto;
    this.self = FeedKeyPair.create(crypto);
  }

  FeedId id() {
    return self.id();
  }

  /** Somebody else's id. */
  FeedId newId() {
    return FeedKeyPair.create(crypto).id();
  }

  /** Connects, and asks what apps ask first. */
  void connect() throws Exception {
    var client =
        new PeerClient(
            sockets,
            new PeerLoops(System::nanoTime),
            pool,
            crypto,
            AppKey.MAIN,
            self,
            ProcedureTable.<PeerConnection>builder().build(),
            (gone, reason) -> {});
    MultiserverAddress address = room.address();
    connection =
        await(client.connect(address.host().orElseThrow(), address.port().orElseThrow(), roomId()));
    for (String procedure : CALLS) {
      call(procedure, Json.array());
    }
  }

  private FeedId roomId() {
    return room.address().key().orElseThrow();
  }

  void registerAlias(String alias) throws Exception {
    String text = new AliasRegistration(roomId(), id(), alias).signedText();
    call("room.registerAlias", Json.array().add(alias).add(signed(text)));
  }

  /** Signs in to the web site, which has shown {@code challenge}. */
  void solve(String challenge) throws Exception {
    String own = Base64.getUrlEncoder().encodeToString(new byte[Crypto.KEY]);
    String text = new SignInStatement(roomId(), id(), challenge, own).signedText();
    call("httpAuth.sendSolution", Json.array().add(challenge).add(own).add(signed(text)));
  }

  private String signed(String text) {
    byte[] signature = self.sign(crypto, text.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(signature) + ".sig.ed25519";
  }

  private void call(String procedure, ArrayNode arguments) throws Exception {
    PeerConnection open = Objects.requireNonNull(connection, "not connected");
    Promise<JsonNode> answer = Promise.promise();
    open.loop().run(() -> open.session().call(procedure, arguments).onComplete(answer));
    await(answer.future());
  }

  private static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(SECONDS_TO_ANSWER, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws TimeoutException {
    sockets.close();
    pool.close();
    await(vertx.close());
  }
}
