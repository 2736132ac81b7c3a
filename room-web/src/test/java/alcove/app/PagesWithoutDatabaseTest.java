package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.watch.LogLines;
import alcove.web.http.Responses;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages that need the registry, of a room whose database went away. */
class PagesWithoutDatabaseTest {
  /** Of whoever may be signed in: only the registry knows. */
  private static final String COOKIES =
      "session=%1$s; __Host-session=%1$s".formatted("A".repeat(43));

  @RegisterExtension final LogLines faults = LogLines.of(Responses.class);

  @TempDir private Path folder;

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("alcove.app.OwnPostgres#servers")
  void page_thatNeedsTheRegistry_asksToComeAgain_andIsNoFault(OwnPostgres.Starting servers)
      throws Exception {
    var postgres = servers.start();
    try (var operator = Operator.at(folder.resolve("data"), postgres.jdbc());
        var browser = HttpClient.newHttpClient()) {
      URI site;
      try {
        site = URI.create(operator.start().address().consumeInvite());
      } finally {
        postgres.close();
      }

      for (String path : List.of("/dashboard", "/dashboard/members")) {
        HttpResponse<String> answer =
            browser.send(
                HttpRequest.newBuilder(site.resolve(path)).header("Cookie", COOKIES).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
        assertThat(answer.body()).contains("Try again in a moment");
      }
    }
    assertThat(faults.lines()).isEmpty();
  }
}
