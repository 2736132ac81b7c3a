package alcove.ops.alerts;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A place that takes JSON by POST. Its address is a secret wherever it has a token in it, so
 * nothing tells it. Thread-safe.
 */
public final class Webhook implements AlertChannel {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final int NO_PORT = -1;
  private static final int HIGHEST_PORT = 65_535;
  private static final int SUCCESSES = 2;
  private static final int HUNDRED = 100;

  private final URI address;
  private final Duration patience;

  private Webhook(URI address, Duration patience) {
    this.address = address;
    this.patience = patience;
  }

  /** One at an https URL, or at one of plain http on this machine; nothing if it is none. */
  public static Optional<Webhook> parse(String text) {
    return parse(text, PATIENCE);
  }

  static Optional<Webhook> parse(String text, Duration patience) {
    try {
      URI address = new URI(text);
      boolean isSafe =
          "https".equals(address.getScheme())
              || ("http".equals(address.getScheme()) && LOOPBACK.contains(address.getHost()));
      return isSafe
              && address.getHost() != null
              && address.getUserInfo() == null
              && isPort(address.getPort())
          ? Optional.of(new Webhook(address, patience))
          : Optional.empty();
    } catch (URISyntaxException malformed) {
      return Optional.empty();
    }
  }

  private static boolean isPort(int port) {
    return port == NO_PORT || (port >= 1 && port <= HIGHEST_PORT);
  }

  @Override
  public String setting() {
    return "--alert-webhook";
  }

  /** What is answered is not read but for its status; redirects are not followed. */
  @Override
  public void send(AlertLetter letter) throws IOException, InterruptedException {
    try (HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(patience)
            .build()) {
      try {
        int status = post(client, letter.json().toString());
        if (status / HUNDRED != SUCCESSES) {
          throw new IOException("the webhook answers " + status);
        }
      } finally {
        client.shutdownNow();
      }
    }
  }

  private int post(HttpClient client, String json) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(address)
            .timeout(patience)
            .header("Content-Type", "application/json; charset=utf-8")
            .header("User-Agent", "Alcove")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    var answer = client.sendAsync(request, BodyHandlers.discarding());
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS).statusCode();
    } catch (TimeoutException late) {
      answer.cancel(true);
      throw new IOException("the webhook does not answer in time", late);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(
          "the webhook cannot be reached: " + cause.getClass().getSimpleName(), e);
    }
  }

  @Override
  public String toString() {
    return "[webhook]";
  }
}
