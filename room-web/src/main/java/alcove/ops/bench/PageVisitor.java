package alcove.ops.bench;

import alcove.ops.terminal.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who looks at the room's pages with a browser, and now and then opens a stream of events
 * and leaves it. Every few pages it is somebody else.
 */
final class PageVisitor implements Life {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int FOUND = 200;
  private static final int NOTHING_TO_TELL = 204;
  private static final int NOT_FOUND = 404;

  private final URI site;
  private final @Nullable String alias;
  private HttpClient client = newClient();

  /** One who has looked at nothing yet; {@code alias} is one that the room has. */
  PageVisitor(URI site, @Nullable String alias) {
    this.site = site;
    this.alias = alias;
  }

  private static HttpClient newClient() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .cookieHandler(new CookieManager())
        .connectTimeout(PATIENCE)
        .build();
  }

  @Override
  public void once(Random random) throws CommandException, InterruptedException {
    switch (random.nextInt(6)) {
      case 0 -> look("/login", FOUND);
      case 1 ->
          look("/alias/" + (alias == null ? "nobody" : alias), alias == null ? NOT_FOUND : FOUND);
      case 2 -> look("/nobody-here", NOT_FOUND);
      case 3 -> listen(random);
      default -> look("/", FOUND);
    }
    if (random.nextInt(20) == 0) {
      client.shutdownNow();
      client = newClient();
    }
    Thread.sleep(Lives.time(random, 200, 2500));
  }

  private void look(String path, int expected) throws CommandException, InterruptedException {
    HttpResponse<Void> answer = get(path, BodyHandlers.discarding());
    if (answer.statusCode() != expected) {
      throw unexpected(path, answer.statusCode());
    }
  }

  private void listen(Random random) throws CommandException, InterruptedException {
    String path = "/members/events";
    HttpResponse<InputStream> answer = get(path, BodyHandlers.ofInputStream());
    try (InputStream events = answer.body()) {
      if (answer.statusCode() != FOUND && answer.statusCode() != NOTHING_TO_TELL) {
        throw unexpected(path, answer.statusCode());
      }
      if (events.read() >= 0) {
        Thread.sleep(Lives.time(random, 10, 3000));
      }
    } catch (IOException broken) {
      throw new CommandException(path + ": " + broken.getMessage(), broken);
    }
  }

  private <T> HttpResponse<T> get(String path, HttpResponse.BodyHandler<T> body)
      throws CommandException, InterruptedException {
    try {
      return client.send(
          HttpRequest.newBuilder(site.resolve(path)).timeout(PATIENCE).build(), body);
    } catch (IOException failure) {
      throw new CommandException(path + ": " + failure, failure);
    }
  }

  private static CommandException unexpected(String path, int status) {
    return new CommandException("%s answered %s".formatted(path, status));
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
