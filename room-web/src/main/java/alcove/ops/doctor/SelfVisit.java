package alcove.ops.doctor;

import alcove.health.SelfVisits;
import alcove.health.SelfVisits.Sight;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * A visit that the room pays its own web site through its public URL.
 *
 * @param answered somebody answered there
 * @param sight how the visit looked from within, if it was this room that answered
 * @param date what time it was there
 */
record SelfVisit(boolean answered, Optional<Sight> sight, Optional<Instant> date) {
  private static final SelfVisit NOTHING = new SelfVisit(false, Optional.empty(), Optional.empty());

  /** Blocks for {@code patience} at most. */
  static SelfVisit visit(String site, SelfVisits visits, Duration patience)
      throws InterruptedException {
    var expected = visits.expect();
    try (var client = client(patience)) {
      var request =
          HttpRequest.newBuilder(URI.create(site + "/doctor/" + expected.token().text()))
              .timeout(patience)
              .build();
      var answer = client.send(request, BodyHandlers.discarding());
      return new SelfVisit(
          true,
          Optional.ofNullable(expected.sight().result()),
          answer.headers().firstValue("Date").flatMap(SelfVisit::instant));
    } catch (IOException unreachable) {
      return NOTHING;
    }
  }

  /** What the certificate is worth is another check's business. */
  private static HttpClient client(Duration patience) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
      return HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(patience)
          .sslContext(context)
          .build();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Optional<Instant> instant(String header) {
    try {
      return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header, Instant::from));
    } catch (DateTimeException malformed) {
      return Optional.empty();
    }
  }
}
