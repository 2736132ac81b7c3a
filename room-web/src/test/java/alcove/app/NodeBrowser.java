package alcove.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser whose visits a balancer leads to one node or another. */
final class NodeBrowser {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Map<String, String> cookies = new LinkedHashMap<>();

  HttpResponse<String> get(RunningRoom node, String path) throws Exception {
    return keep(HTTP.send(request(node, path).GET().build(), BodyHandlers.ofString()));
  }

  HttpResponse<String> post(RunningRoom node, String path, String... fields) throws Exception {
    return keep(later(node, path, fields).join());
  }

  /** Sends a form and keeps nothing of its answer. */
  CompletableFuture<HttpResponse<String>> later(RunningRoom node, String path, String... fields) {
    StringBuilder form = new StringBuilder();
    for (int i = 0; i < fields.length; i += 2) {
      form.append(i == 0 ? "" : "&")
          .append(fields[i])
          .append('=')
          .append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
    }
    return HTTP.sendAsync(
        request(node, path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form.toString()))
            .build(),
        BodyHandlers.ofString());
  }

  /**
   * Completes with the first event of a stream that is open now; fails if that ends without one.
   */
  CompletableFuture<String> event(RunningRoom node, String path) throws Exception {
    var response =
        HTTP.send(
            request(node, path).header("Accept", "text/event-stream").GET().build(),
            BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      throw new AssertionError(path + " is answered with " + response.statusCode());
    }
    CompletableFuture<String> event = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try (var lines =
                  new BufferedReader(
                      new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                event.complete(
                    lines
                        .lines()
                        .filter(line -> line.startsWith("event: "))
                        .findFirst()
                        .orElse("the end"));
              } catch (IOException e) {
                event.completeExceptionally(e);
              }
            });
    return event;
  }

  private HttpRequest.Builder request(RunningRoom node, String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(node.address().site() + path));
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(each -> each.getKey() + "=" + each.getValue())
              .collect(Collectors.joining("; ")));
    }
    return request;
  }

  private HttpResponse<String> keep(HttpResponse<String> response) {
    for (String cookie : response.headers().allValues("set-cookie")) {
      String pair = cookie.split(";", 2)[0];
      String name = pair.substring(0, pair.indexOf('='));
      if (cookie.contains("Max-Age=0")) {
        cookies.remove(name);
      } else {
        cookies.put(name, pair.substring(pair.indexOf('=') + 1));
      }
    }
    return response;
  }

  /** What stands in a page where the pattern has its group. */
  static String find(HttpResponse<String> page, Pattern pattern) {
    Matcher found = pattern.matcher(page.body());
    if (!found.find()) {
      throw new AssertionError("not in the page: " + pattern + "\n" + page.body());
    }
    return found.group(1);
  }
}
