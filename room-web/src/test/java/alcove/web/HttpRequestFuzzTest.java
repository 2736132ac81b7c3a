package alcove.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.fuzz.Choices;
import alcove.fuzz.FuzzTarget;
import alcove.room.policy.PrivacyMode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterAll;

/**
 * Requests whose path, query, headers and body somebody made up: each is answered, and none shows a
 * fault of the site.
 */
class HttpRequestFuzzTest extends FuzzTarget {
  private static final String[] PATHS = {
    "/",
    "/join",
    "/login",
    "/login/app",
    "/invite/consume",
    "/alias/alice",
    "/alice",
    "/setup",
    "/password",
    "/notices",
    "/notice",
    "/privacy",
    "/rules",
    "/robots.txt",
    "/face",
    "/healthz",
    "/readyz",
    "/language",
    "/dashboard",
    "/dashboard/members",
    "/create-invite",
    "/sse/login",
    "/caddy/ask",
    "/metrics",
    "/login/passkey",
    "/assets/style.css",
    ""
  };
  private static final String[] HEADERS = {
    "Host",
    "Cookie",
    "Accept-Language",
    "Accept",
    "Content-Type",
    "User-Agent",
    "If-None-Match",
    "Origin",
    "X-Forwarded-For",
    "X-Forwarded-Proto",
    "Range",
    "Accept-Encoding",
    "Sec-Fetch-Site",
    "Referer",
    "Expect",
    "Content-Length",
    "Upgrade"
  };

  private static final int MILLIS_FOR_AN_ANSWER = 1000;

  private static final TestSite SITE = site();

  private static TestSite site() {
    try {
      return new TestSite(PrivacyMode.COMMUNITY);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @AfterAll
  static void close() {
    SITE.close();
  }

  @Override
  protected void test(byte[] input) throws Exception {
    String answer = send(request(new Choices(input)));
    if (!answer.isEmpty()) {
      assertThat(answer).startsWith("HTTP/1.");
      assertThat(answer.substring(9, 12)).isNotIn("500", "501", "502");
    }
  }

  private static byte[] request(Choices choices) {
    var request = new ByteArrayOutputStream();
    String method = choices.of("GET", "POST", "HEAD");
    write(request, method + " " + choices.of(PATHS));
    if (choices.flag()) {
      write(request, "?" + line(choices));
    }
    write(request, " HTTP/1.1\r\nConnection: close\r\nX-Forwarded-Proto: https\r\n");
    boolean hasHost = choices.between(0, 7) > 0;
    if (hasHost) {
      write(request, "Host: room.example\r\n");
    }
    for (int left = choices.between(0, 4); left > 0; left--) {
      write(request, choices.of(HEADERS) + ": " + line(choices) + "\r\n");
    }
    if (method.equals("POST")) {
      write(
          request,
          "Content-Type: "
              + choices.of(
                  "application/x-www-form-urlencoded",
                  "application/json",
                  "multipart/form-data; boundary=b")
              + "\r\n");
      byte[] body = choices.rest();
      write(request, "Content-Length: " + body.length + "\r\n\r\n");
      request.writeBytes(body);
    } else {
      write(request, "\r\n");
    }
    return request.toByteArray();
  }

  private static String line(Choices choices) {
    byte[] bytes = choices.bytes(choices.between(0, 120));
    return new String(bytes, ISO_8859_1).replaceAll("[\r\n\0 ]", "+").strip();
  }

  private static void write(ByteArrayOutputStream request, String text) {
    request.writeBytes(text.getBytes(ISO_8859_1));
  }

  private static String send(byte[] request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), SITE.port)) {
      socket.setSoTimeout(MILLIS_FOR_AN_ANSWER);
      socket.getOutputStream().write(request);
      return new String(socket.getInputStream().readNBytes(1 << 16), ISO_8859_1);
    } catch (SocketException | SocketTimeoutException over) {
      // Hung up, or it waits for the rest of a body, as it should.
      return "";
    }
  }
}
