package alcove.web;

import alcove.address.PublicAddress;
import alcove.address.TrustedProxies;
import alcove.address.WebOrigin;
import alcove.crypto.Crypto;
import alcove.crypto.CryptoChoice;
import alcove.crypto.CryptoUnavailableException;
import alcove.health.Examination;
import alcove.health.Finding;
import alcove.health.SelfVisits;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.identity.FeedSignature;
import alcove.identity.HostAndPort;
import alcove.identity.MalformedException;
import alcove.room.Room;
import alcove.room.aliases.AliasRegistration;
import alcove.room.members.Presence;
import alcove.room.model.InviteTerms;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomSetting;
import alcove.room.model.RoomSettings;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.room.registry.Registry;
import alcove.room.registry.Tables;
import alcove.room.signin.Passwords;
import alcove.room.signin.SignInPeers;
import alcove.room.signin.SignInStatement;
import alcove.store.Database;
import alcove.store.DatabaseUrl;
import alcove.threads.StorageThreads;
import alcove.watch.WatchedLoops;
import alcove.web.http.ClientAddresses;
import alcove.web.http.Closing;
import alcove.web.http.Conformance;
import alcove.web.http.RateLimits;
import alcove.web.http.SecurityHeaders;
import alcove.web.http.WebContext;
import alcove.web.page.Texts;
import alcove.web.page.Typesetter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.crypto.spec.SecretKeySpec;

/**
 * The site of a room with a real server and database: {@code https://room.example} behind a proxy
 * on this machine, which is what the tests are unless they say for whom they ask.
 */
public final class TestSite implements AutoCloseable {
  public static final Instant START = Instant.parse("2026-05-01T12:00:00Z");
  public static final String FORM = "application/x-www-form-urlencoded";
  public static final String JSON = "application/json";
  public static final String CLOSE = "Connection: close";

  /** How the room is called. */
  public static final String HOST = "room.example";

  /** That of an app. */
  public static final String CHALLENGE = "dGhpcyBpcyBhIGNoYWxsZW5nZSBvZiAzMiBieXRlcy4=";

  public static final Crypto CRYPTO = loadCrypto();

  public final AtomicReference<Instant> now = new AtomicReference<>(START);
  public final Closing closing = new Closing();

  /** Whether there is another port for TLS. */
  final AtomicBoolean speaksTls = new AtomicBoolean();

  /** How time passes for what waits; at once unless a test holds it. */
  public final AtomicReference<Future<Void>> pause =
      new AtomicReference<>(Future.succeededFuture());

  final AtomicBoolean canWrite = new AtomicBoolean(true);
  public final AtomicReference<PublicAddress> address = new AtomicReference<>();
  public final FeedKeyPair keys = FeedKeyPair.create(CRYPTO);
  final SelfVisits selfVisits;
  final StorageThreads storage = new StorageThreads();
  final StorageThreads hashing = StorageThreads.forPasswords();

  /** How many are said to be online. */
  public final AtomicInteger online = new AtomicInteger(3);

  /** Who is seen as online, whatever their number. */
  public final Set<FeedId> attending = ConcurrentHashMap.newKeySet();

  /** The clock by which HTML of notices may take its time, in nanoseconds; it stands still. */
  public final AtomicReference<LongSupplier> typesetting = new AtomicReference<>(() -> 0);

  /** The apps that are connected; at first none. */
  public final AtomicReference<SignInPeers> apps =
      new AtomicReference<>(
          (peer, server, client, patience) -> Future.failedFuture("not connected"));

  final Database database = Database.open(new DatabaseUrl.H2Memory("site-" + UUID.randomUUID()));
  public final StubbornRegistry registry = new StubbornRegistry(database);
  public final TestMeasurements measurements = new TestMeasurements(now::get);

  /** What the doctor finds. */
  public final AtomicReference<List<Finding>> findings = new AtomicReference<>(List.of());

  /** How it looks for them. */
  public final AtomicReference<Examination> doctor =
      new AtomicReference<>((checks, done) -> Future.succeededFuture(findings.get()));

  public final Room room;
  final Router router;
  final int port;

  private final Vertx vertx = WatchedLoops.vertx();
  private final HttpClient browser =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public TestSite(PrivacyMode mode) throws Exception {
    this(mode, Texts.builtIn());
  }

  public TestSite(PrivacyMode mode, Texts texts) throws Exception {
    room =
        Room.open(
            registry,
            keys.id(),
            CRYPTO,
            now::get,
            Site.RESERVED,
            RoomSettings.ofANewRoom(mode, "Harbour"));
    selfVisits = new SelfVisits(System::nanoTime, room.nodes());
    address.set(address(WebOrigin.https("room.example"), false));
    router =
        Site.router(
            vertx,
            new WebContext(
                room,
                storage,
                hashing,
                now::get,
                address::get,
                presence(),
                (peer, server, client, patience) ->
                    apps.get().requestSolution(peer, server, client, patience),
                measurements,
                (checks, done) -> doctor.get().examine(checks, done),
                speaksTls::get,
                new ClientAddresses(TrustedProxies.parse("127.0.0.0/8,::1")),
                texts,
                new Typesetter(() -> typesetting.get().getAsLong()),
                selfVisits,
                time -> pause.get(),
                canWrite::get,
                closing,
                new RateLimits(System::nanoTime),
                new SecretKeySpec(keys.sharedBytes("form stamps of a test"), "HmacSHA256")));
    port =
        vertx
            .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
            .requestHandler(new Conformance(router))
            .invalidRequestHandler(SecurityHeaders::turnDown)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS)
            .actualPort();
  }

  private Presence presence() {
    return new Presence() {
      @Override
      public int online() {
        return online.get();
      }

      @Override
      public boolean isAttendant(FeedId peer) {
        return attending.contains(peer);
      }
    };
  }

  private static Crypto loadCrypto() {
    try {
      return CryptoChoice.JAVA.load();
    } catch (CryptoUnavailableException impossible) {
      throw new AssertionError(impossible);
    }
  }

  public PublicAddress address(WebOrigin site, boolean insecureHttp) {
    return new PublicAddress(
        keys.id(),
        site,
        Optional.of("room.example"),
        new HostAndPort("room.example", 8008),
        new HostAndPort("room.example", 443),
        insecureHttp);
  }

  public PublicAddress addressWithoutDomain() {
    return new PublicAddress(
        keys.id(),
        WebOrigin.https("room.example"),
        Optional.empty(),
        new HostAndPort("room.example", 8008),
        new HostAndPort("room.example", 443),
        false);
  }

  /** From now on HTML of notices takes too long, unless they are short. */
  public void slowTypesetting() {
    AtomicLong time = new AtomicLong();
    typesetting.set(() -> time.addAndGet(Duration.ofSeconds(2).toNanos()));
  }

  /** Where it listens on this machine. */
  public int port() {
    return port;
  }

  Vertx vertx() {
    return vertx;
  }

  public void switchTo(PrivacyMode mode) throws RefusedException {
    room.change(Actor.operator(), RoomSetting.PRIVACY_MODE, mode.word());
  }

  /** The secret of a new invite for one. */
  public String invite() throws RefusedException {
    return invite(InviteTerms.SINGLE);
  }

  public String invite(InviteTerms terms) throws RefusedException {
    return room.invites().create(Actor.operator(), terms).token().text();
  }

  /** The headers by which the proxy says that somebody else asks. */
  public static String[] fromElsewhere() {
    return new String[] {"X-Forwarded-For", "192.0.2.7"};
  }

  public static FeedKeyPair newKeys() {
    return FeedKeyPair.create(CRYPTO);
  }

  public static FeedId newId() {
    return newKeys().id();
  }

  /** Makes somebody a member with this alias. */
  public FeedId memberCalled(String alias) throws RefusedException {
    FeedKeyPair member = newKeys();
    room.members().add(Actor.operator(), member.id(), Role.MEMBER);
    room.aliases().register(member.id(), alias, sign(member, alias));
    return member.id();
  }

  public String sign(FeedKeyPair member, String alias) {
    byte[] text =
        new AliasRegistration(keys.id(), member.id(), alias)
            .signedText()
            .getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(member.sign(CRYPTO, text)) + ".sig.ed25519";
  }

  /** Whose password it is. */
  public FeedId verify(String name, String password) throws RefusedException {
    Passwords passwords = room.passwords();
    return passwords.check(passwords.tryTake(passwords.account(name)).result(), password);
  }

  /** What an app writes who agrees to a sign-in. */
  public String sign(FeedKeyPair app, String serverChallenge, String clientChallenge) {
    String text =
        new SignInStatement(keys.id(), app.id(), serverChallenge, clientChallenge).signedText();
    return FeedSignature.of(app.sign(CRYPTO, text.getBytes(StandardCharsets.UTF_8))).toString();
  }

  /** Agrees to a sign-in by the app of these keys; gives what the app is told. */
  public boolean solve(FeedKeyPair app, String serverChallenge) {
    return room.signIns()
        .solve(app.id(), serverChallenge, CHALLENGE, sign(app, serverChallenge, CHALLENGE));
  }

  public HttpResponse<String> get(String path, String... headers) throws Exception {
    return send(request(path, headers).GET());
  }

  public HttpResponse<String> post(String path, String type, String body, String... headers)
      throws Exception {
    return send(
        request(path, headers).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
  }

  /** Claims an invite as apps do. */
  public HttpResponse<String> claim(String id, String token, String... headers) throws Exception {
    return post(
        "/invite/consume", JSON, "{\"id\":\"%s\",\"invite\":\"%s\"}".formatted(id, token), headers);
  }

  /** Sends a form of pairs of a name and a value. */
  public HttpResponse<String> submit(String path, String... fields) throws Exception {
    StringBuilder form = new StringBuilder();
    for (int i = 0; i < fields.length; i += 2) {
      form.append(i == 0 ? "" : "&").append(fields[i]).append('=').append(encode(fields[i + 1]));
    }
    return post(path, FORM, form.toString());
  }

  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  public HttpRequest.Builder request(String path, String... headers) {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request.header("Host", HOST);
  }

  public HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return browser.send(request.build(), BodyHandlers.ofString());
  }

  /**
   * What comes back for lines that no well-behaved client sends, until the server hangs up, which
   * it may do before it has taken all of them; with a line break between two of them.
   */
  public String exchange(String... lines) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      String request = String.join("\r\n", lines);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getInputStream().transferTo(answer);
    } catch (SocketException hungUp) {
      // What has arrived until then is all that there is.
    }
    return answer.toString(StandardCharsets.UTF_8);
  }

  /** A GET that calls the site by {@code host}. */
  public String getFrom(String host, String path) throws IOException {
    return exchange("GET " + path + " HTTP/1.1", "Host: " + host, CLOSE, "", "");
  }

  @Override
  public void close() {
    browser.close();
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    storage.close();
    hashing.close();
    database.close();
  }

  public static FeedId parse(String id) {
    try {
      return FeedId.parse(id);
    } catch (MalformedException wrong) {
      throw new AssertionError(wrong);
    }
  }

  /** A registry whose reads can be made to wait or to fail. */
  public static final class StubbornRegistry implements Registry {
    public final AtomicReference<Runnable> beforeReading = new AtomicReference<>(() -> {});
    public final AtomicReference<Runnable> beforeWriting = new AtomicReference<>(() -> {});

    /** How often something was written. */
    final AtomicInteger writes = new AtomicInteger();

    private final Registry registry;

    private StubbornRegistry(Registry registry) {
      this.registry = registry;
    }

    @Override
    public <T> T read(Reading<T> reading) {
      beforeReading.get().run();
      return registry.read(reading);
    }

    @Override
    public <T> T write(Writing<T> writing) throws RefusedException {
      writes.incrementAndGet();
      beforeWriting.get().run();
      return registry.write(writing);
    }

    @Override
    public void note(Consumer<Tables> writing) {
      beforeWriting.get().run();
      registry.note(writing);
    }
  }
}
