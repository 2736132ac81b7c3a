package alcove.ops.control;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ControlServerTest {
  /** For what is to be cut off; a busy machine may take a second to send a request. */
  private static final Duration SHORT = Duration.ofSeconds(2);

  /** For what must not wait for it. */
  private static final Duration LONG = Duration.ofHours(1);

  /** More than the server serves at once, fewer than it lets wait on top of that. */
  private static final int SOME = 20;

  @TempDir private Path data;

  private final List<AutoCloseable> open = new ArrayList<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private void serve(ControlServer.Handler handler) throws IOException {
    open.add(ControlServer.open(data, handler));
  }

  private void serveImpatiently(ControlServer.Handler handler) throws IOException {
    open.add(ControlServer.open(data, handler, SHORT, SHORT));
  }

  private OptionalInt call(String... arguments) throws IOException {
    return ControlClient.call(data, request(arguments), out, err);
  }

  private static ControlRequest request(String... arguments) {
    return new ControlRequest(List.of(arguments), "");
  }

  private SocketChannel connect() throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    open.add(channel);
    try (SocketPath path = SocketPath.in(data)) {
      channel.connect(path.address());
    }
    return channel;
  }

  private static ControlLines lines(SocketChannel channel) throws IOException {
    return new ControlLines(channel, -1, -1);
  }

  private static int echo(ControlRequest request, PrintStream out, PrintStream err) {
    out.print(request.arguments() + request.input());
    err.print("to the other stream");
    return 7;
  }

  private void assertServes() throws IOException {
    out.reset();
    assertThat(call("still", "there")).hasValue(7);
    assertThat(out.toString(UTF_8)).isEqualTo("[still, there]");
  }

  @Test
  void call_command_bringsOutputAndExitCodeBack() throws Exception {
    serve(ControlServerTest::echo);

    ControlRequest request = new ControlRequest(List.of("a", "", "ü"), "line\n");
    assertThat(ControlClient.call(data, request, out, err)).hasValue(7);

    assertThat(out.toString(UTF_8)).isEqualTo("[a, , ü]line\n");
    assertThat(err.toString(UTF_8)).isEqualTo("to the other stream");
  }

  @Test
  void call_afterTheDirectoryWasMoved_isServed() throws Exception {
    serve(ControlServerTest::echo);
    Path elsewhere = data.resolveSibling(data.getFileName() + "-moved");
    Files.move(data, elsewhere);
    try {
      assertThat(ControlClient.call(elsewhere, request("still"), out, err)).hasValue(7);
    } finally {
      Files.move(elsewhere, data);
    }
  }

  @Test
  void call_longOutput_arrivesWhole() throws Exception {
    String text = "zwölf Boxkämpfer ".repeat(100_000);
    serve(
        (request, stdout, stderr) -> {
          stdout.print(text);
          return 255;
        });

    assertThat(call()).hasValue(255);
    assertThat(out.toString(UTF_8)).isEqualTo(text);
  }

  @Test
  void call_nobodyListens_isNothing() throws Exception {
    assertThat(call()).isEmpty();

    serve(ControlServerTest::echo);
    open.removeFirst().close();

    assertThat(call()).isEmpty();
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void open_deadSocketOfAKilledServer_takesItsPlace() throws Exception {
    try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        SocketPath path = SocketPath.in(data)) {
      killed.bind(path.address());
    }
    assertThat(data.resolve("control")).exists();
    assertThat(call()).isEmpty();

    serve(ControlServerTest::echo);

    assertServes();
  }

  @Test
  void open_fileInTheWay_isRefusedAndLeftAlone() throws Exception {
    Path file = Files.writeString(data.resolve("control"), "mine");

    assertThatIOException()
        .isThrownBy(() -> serve(ControlServerTest::echo))
        .withMessage(file + " is in the way and is not a socket");
    assertThat(file).hasContent("mine");
  }

  @Test
  void open_socket_isForItsOwnerAlone() throws Exception {
    serve(ControlServerTest::echo);

    assertThat(Files.getPosixFilePermissions(data.resolve("control")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void open_pathLongerThanSocketsMayHave_worksAndLeavesNothingBehind() throws Exception {
    data = Files.createDirectories(data.resolve("d".repeat(90)).resolve("e".repeat(90)));
    List<Path> before = temporaryFolders();

    serve(ControlServerTest::echo);
    assertServes();
    assertThat(temporaryFolders()).isEqualTo(before);
    open.removeFirst().close();

    assertThat(data).isEmptyDirectory();
  }

  private static List<Path> temporaryFolders() throws IOException {
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return all.filter(ControlServerTest::leadsToData).sorted().toList();
    }
  }

  private static boolean leadsToData(Path folder) {
    return folder.getFileName().toString().matches("alcove[0-9]+")
        && Files.isSymbolicLink(folder.resolve("data"));
  }

  static List<byte[]> garbage() throws IOException {
    byte[] noise = new byte[1 << 20];
    new java.util.Random(1).nextBytes(noise);
    return List.of(
        noise,
        "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8),
        new byte[1 << 20],
        ("alcove\1" + "\0".repeat(16)).getBytes(UTF_8), // an older launcher's
        json("[]", "\"\",\"more\":\"from a newer launcher\""),
        json("[" + "\"\",".repeat(256) + "\"\"]", "\"\""),
        json("[" + "\"\",".repeat(12 << 20) + "\"\"]", "\"\""),
        json("[\"" + "x".repeat((64 << 10) + 1) + "\"]", "\"\""),
        json("[\"" + "ü".repeat((32 << 10) + 1) + "\"]", "\"\""),
        json("[\"\\ud800\"]", "\"\""),
        "{\"arguments\":[\"\u00ff\"],\"input\":\"\"}".getBytes(ISO_8859_1),
        json("[]", "\"" + "x".repeat((1 << 20) + 1) + "\""),
        json("[]", "\"" + "x".repeat(4 << 20)),
        json("[null]", "\"\""),
        json("null", "\"\""),
        json("[[]]", "\"\""),
        json("[]", "null"),
        "{}\n".getBytes(UTF_8),
        ("{\"a\":" + "[".repeat(1 << 20)).getBytes(UTF_8));
  }

  /** A request whose parts are these. */
  private static byte[] json(String arguments, String input) {
    return "{\"arguments\":%s,\"input\":%s}".formatted(arguments, input).getBytes(UTF_8);
  }

  @ParameterizedTest
  @MethodSource("garbage")
  void connection_garbage_isClosedWithoutAWordAndHarmsNobody(byte[] garbage) throws Exception {
    AtomicInteger handled = new AtomicInteger();
    serve(
        (request, stdout, stderr) -> {
          handled.incrementAndGet();
          return echo(request, stdout, stderr);
        });

    SocketChannel channel = connect();
    try {
      Channels.newOutputStream(channel).write(garbage);
    } catch (IOException closedAlready) {
      assertThat(garbage.length).isGreaterThan(1000);
    }

    assertThat(answer(channel)).isZero();
    assertThat(handled).hasValue(0);
    assertServes();
  }

  @Test
  @Timeout(60)
  void request_ofTooManyWords_isRefusedWhileItComes() throws Exception {
    open.add(ControlServer.open(data, ControlServerTest::echo, LONG, LONG));

    SocketChannel channel = connect();
    Channels.newOutputStream(channel)
        .write(("{\"arguments\":[" + "\"\",".repeat(2000)).getBytes(UTF_8));

    assertThat(answer(channel)).isZero();
  }

  /** How many bytes come until the end. */
  private static int answer(SocketChannel channel) {
    try {
      return Channels.newInputStream(channel).readAllBytes().length;
    } catch (IOException reset) {
      return 0;
    }
  }

  @Test
  void connections_thatSayNothing_areClosedAndHarmNobody() throws Exception {
    serveImpatiently(ControlServerTest::echo);
    List<SocketChannel> silent = new ArrayList<>();
    for (int i = 0; i < SOME; i++) {
      silent.add(connect());
    }

    assertServes();
    for (SocketChannel each : silent) {
      assertThat(answer(each)).isZero();
    }
  }

  @Test
  void request_cutAnywhere_isNoRequest() throws Exception {
    AtomicInteger handled = new AtomicInteger();
    serve((request, stdout, stderr) -> handled.incrementAndGet());
    byte[] whole = json("[\"abc\",\"d\"]", "\"\"");

    for (int length = 0; length < whole.length; length++) {
      try (SocketChannel channel = connect()) {
        channel.write(ByteBuffer.wrap(whole, 0, length));
        channel.shutdownOutput();
        Channels.newInputStream(channel).readAllBytes();
      }
    }

    assertThat(call()).hasValue(1);
    assertThat(handled).hasValue(1);
  }

  @Test
  void caller_thatTakesNothing_doesNotHoldTheCommandUp() throws Exception {
    CountDownLatch done = new CountDownLatch(SOME);
    serveImpatiently(
        (request, stdout, stderr) -> {
          if (request.arguments().contains("flood")) {
            stdout.print("x".repeat(4 << 20));
            done.countDown();
          }
          return echo(request, stdout, stderr);
        });

    for (int i = 0; i < SOME; i++) {
      lines(connect()).send(request("flood"));
    }

    await().atMost(Duration.ofSeconds(30)).until(() -> done.getCount() == 0);
    assertServes();
  }

  @Test
  void caller_thatGoesAway_leavesTheCommandToItsEnd() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    serve(
        (request, stdout, stderr) -> {
          awaitQuietly(gone);
          stdout.print("x".repeat(1 << 20));
          done.countDown();
          return 0;
        });

    SocketChannel channel = connect();
    ControlLines lines = lines(channel);
    lines.send(request());
    assertThat(lines.receive(ControlReply.class)).isEqualTo(ControlReply.BEGUN);
    channel.close();
    gone.countDown();

    await().until(() -> done.getCount() == 0);
  }

  @Test
  void call_moreThanAreServedAndWait_isTurnedAway() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger busy = new AtomicInteger();
    serve(
        (request, stdout, stderr) -> {
          busy.incrementAndGet();
          awaitQuietly(end);
          return 0;
        });
    for (int i = 0; i < 32; i++) {
      lines(connect()).send(request());
    }
    await().until(() -> busy.get() == 16);

    await()
        .untilAsserted(
            () ->
                assertThatIOException()
                    .isThrownBy(this::call)
                    .withMessageContaining("busy with other commands"));
    end.countDown();
    await().until(() -> busy.get() == 32);
    assertThat(call()).hasValue(0);
  }

  @Test
  void call_faultInTheCommand_isAFailureThatSaysNothingOfTheInside() throws Exception {
    serve(
        (request, stdout, stderr) -> {
          throw new IllegalStateException("inside");
        });

    assertThat(call()).hasValue(1);
    assertThat(err.toString(UTF_8))
        .isEqualTo("alcove: the server has a fault; its log says more\n");
  }

  @Test
  void call_serverGoesAwayMeanwhile_saysThatTheOutcomeIsNotKnown() throws Exception {
    try (ServerSocketChannel dying = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        SocketPath path = SocketPath.in(data)) {
      dying.bind(path.address());
      Thread.ofPlatform().start(() -> beginAndDie(dying));

      assertThatIOException()
          .isThrownBy(this::call)
          .withMessage("it went away, and what came of the command is not known");
    }
  }

  private static void beginAndDie(ServerSocketChannel socket) {
    try (SocketChannel caller = socket.accept()) {
      lines(caller).receive(ControlRequest.class);
      caller.write(ByteBuffer.wrap("{}\n{\"out\":\"QUJ".getBytes(UTF_8)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void mayCall_anotherUser_isRefused() {
    assertThat(ControlServer.mayCall("alcove", "alcove")).isTrue();
    assertThat(ControlServer.mayCall("root", "alcove")).isTrue();
    assertThat(ControlServer.mayCall("nobody", "alcove")).isFalse();
    assertThat(ControlServer.mayCall("alcove", "root")).isFalse();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
