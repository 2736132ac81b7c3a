package alcove.ops.alerts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail server on this machine that takes from all, and for some addresses not at first. */
final class PostOffice implements AutoCloseable {
  private final ServerSocket socket = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
  private final Map<String, Queue<String>> refusals = new ConcurrentHashMap<>();
  private final List<String> taken = new CopyOnWriteArrayList<>();

  PostOffice() throws IOException {
    Thread.ofVirtual().start(this::open);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Answers each of these once when somebody writes to {@code address}. */
  void refuse(String address, List<String> answers) {
    refusals.put(address, new ConcurrentLinkedQueue<>(answers));
  }

  /** Who got what: {@code ADDRESS: SUBJECT}. */
  List<String> taken() {
    return taken;
  }

  private void open() {
    try {
      while (true) {
        Socket visitor = socket.accept();
        Thread.ofVirtual().start(() -> serve(visitor));
      }
    } catch (IOException closed) {
      // that is how it ends
    }
  }

  private void serve(Socket visitor) {
    try (visitor) {
      var in = new BufferedReader(new InputStreamReader(visitor.getInputStream(), UTF_8));
      List<String> recipients = new ArrayList<>();
      say(visitor, "220 mail.example ESMTP");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        say(visitor, answer(line, recipients));
        if (line.equals("DATA")) {
          String subject = subject(in);
          recipients.forEach(each -> taken.add(each + ": " + subject));
          recipients.clear();
          say(visitor, "250 taken");
        }
      }
    } catch (IOException left) {
      // that is how it ends
    }
  }

  private String answer(String line, List<String> recipients) {
    if (line.startsWith("RCPT TO:<")) {
      String address = line.substring("RCPT TO:<".length(), line.length() - 1);
      String refusal = refusals.getOrDefault(address, new ConcurrentLinkedQueue<>()).poll();
      if (refusal != null) {
        return refusal;
      }
      recipients.add(address);
    }
    if (line.equals("RSET")) {
      recipients.clear();
    }
    return line.equals("DATA") ? "354 go on" : "250 ok";
  }

  private static String subject(BufferedReader in) throws IOException {
    String subject = "";
    for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
      if (line.startsWith("Subject: ")) {
        subject = line.substring("Subject: ".length());
      }
    }
    return subject;
  }

  private static void say(Socket visitor, String line) throws IOException {
    visitor.getOutputStream().write((line + "\r\n").getBytes(UTF_8));
    visitor.getOutputStream().flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
