package alcove.ops.alerts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A mail server on this machine that says what a test wants, to one visitor. */
final class ScriptedSmtp implements AutoCloseable {
  private final ServerSocket socket;
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final AtomicLong written = new AtomicLong();
  private final CountDownLatch end = new CountDownLatch(1);

  private interface Talk {
    void with(Socket visitor) throws IOException, InterruptedException;
  }

  private ScriptedSmtp(ServerSocket socket) {
    this.socket = socket;
  }

  /** At an address of this machine. */
  static ScriptedSmtp listen(String address) throws IOException {
    return new ScriptedSmtp(new ServerSocket(0, 1, InetAddress.getByName(address)));
  }

  int port() {
    return socket.getLocalPort();
  }

  /** The lines that the visitor said, those of its message as well. */
  List<String> heard() {
    return heard;
  }

  /** How many bytes the visitor let it write. */
  long written() {
    return written.get();
  }

  private void talk(Talk talk) {
    Thread.ofVirtual()
        .start(
            () -> {
              try (Socket visitor = socket.accept()) {
                talk.with(visitor);
              } catch (IOException | InterruptedException left) {
                // that is how it ends
              }
            });
  }

  /** Says the first when the visitor comes, and one after each of its lines or messages. */
  void answer(String... answers) {
    talk(visitor -> converse(visitor, answers, true));
  }

  /** The same, and hangs up after the last. */
  void answerAndHangUp(String... answers) {
    talk(visitor -> converse(visitor, answers, false));
  }

  private void converse(Socket visitor, String[] answers, boolean stays)
      throws IOException, InterruptedException {
    var in = new BufferedReader(new InputStreamReader(visitor.getInputStream(), UTF_8));
    for (int i = 0; i < answers.length; i++) {
      write(visitor.getOutputStream(), answers[i] + "\r\n");
      for (String line : said(in, answers[i].startsWith("354"))) {
        heard.add(line);
      }
    }
    if (stays) {
      end.await(10, TimeUnit.SECONDS);
    }
  }

  private static List<String> said(BufferedReader in, boolean message) throws IOException {
    List<String> lines = new ArrayList<>();
    String line = in.readLine();
    while (line != null && message && !line.equals(".")) {
      lines.add(line);
      line = in.readLine();
    }
    if (line != null) {
      lines.add(line);
    }
    return lines;
  }

  /** Says the same for ever, and never ends the line. */
  void flood(String words) {
    talk(
        visitor -> {
          while (true) {
            write(visitor.getOutputStream(), words);
          }
        });
  }

  /** Says it again and again, with pauses. */
  void drip(String words, Duration pause) {
    talk(
        visitor -> {
          do {
            write(visitor.getOutputStream(), words);
          } while (!end.await(pause.toMillis(), TimeUnit.MILLISECONDS));
        });
  }

  private void write(OutputStream out, String words) throws IOException {
    byte[] bytes = words.getBytes(UTF_8);
    out.write(bytes);
    out.flush();
    written.addAndGet(bytes.length);
  }

  @Override
  public void close() throws IOException {
    end.countDown();
    socket.close();
  }
}
