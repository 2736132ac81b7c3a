package alcove.web.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.health.Check;
import alcove.health.Diagnosis;
import alcove.health.Finding;
import alcove.room.growth.Span;
import alcove.room.growth.Sums;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.web.TestBrowser;
import alcove.web.TestSite;
import io.vertx.core.Promise;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What members see of the room's figures, and admins of its set-up. */
class MeasurementsTest {
  private TestSite site;
  private TestBrowser member;
  private TestBrowser moderator;
  private TestBrowser admin;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
    member = TestBrowser.of(site, site.memberCalled("alice"));
    var boss = TestSite.newId();
    site.room.members().add(Actor.operator(), boss, Role.ADMIN);
    admin = TestBrowser.of(site, boss);
    var second = TestSite.newId();
    site.room.members().add(Actor.operator(), second, Role.MODERATOR);
    moderator = TestBrowser.of(site, second);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private static Sums sums(long online) {
    return new Sums(60, online * 30, online, 316, 2, 3, 4096, 0, 9, 20);
  }

  private void fillADay() {
    Instant hour = Span.HOUR.begin(site.now.get());
    for (int i = 23; i >= 0; i--) {
      site.measurements.past.add(
          new Sums.Kept(Span.HOUR, hour.minus(Duration.ofHours(i)), sums(i)));
    }
  }

  @Test
  void page_ofAModerator_showsFiguresChartAndReasons() throws Exception {
    fillADay();

    String page = moderator.get("/dashboard/measurements?figure=members").body();

    assertThat(page)
        .contains("data-figure=\"tunnelBytes\" data-unit=\"bytes\">3\u00a0GiB<")
        .contains("data-figure=\"handshakesDone\" data-unit=\"count\">1,234<")
        .contains("key not allowed", "said goodbye")
        .contains("data-events=\"/dashboard/measurements/events\"")
        .contains("316</td>")
        .doesNotContain("too many from one address", "measurements/csv");
    assertThat(page.split("class=\"spot\"", -1)).hasSize(25);
    assertThat(admin.get("/dashboard/measurements").body()).contains("measurements/csv?by=hour");
  }

  @Test
  void page_ofAMember_showsHowManyAreOnlineAndWere_andNoMore() throws Exception {
    fillADay();

    String page = member.get("/dashboard/measurements?figure=members").body();

    assertThat(page)
        .contains("data-figure=\"attendants\"", "data-events=\"/dashboard/events\"")
        .contains("23 at most")
        .doesNotContain("316", "tunnel", "?figure=members&amp;", "said goodbye");
    assertThat(member.get("/dashboard/measurements/csv").statusCode()).isEqualTo(403);
    assertThat(member.get("/dashboard/measurements/events").statusCode()).isEqualTo(403);
    assertThat(moderator.get("/dashboard/measurements/csv").statusCode()).isEqualTo(403);
  }

  @Test
  void file_forAdmins_hasAllThatIsKept() throws Exception {
    fillADay();

    var hours = admin.get("/dashboard/measurements/csv?by=hour");

    assertThat(hours.body().lines()).hasSize(25);
    assertThat(hours.headers().firstValue("content-type"))
        .contains("text/csv; charset=utf-8; header=present");
    assertThat(hours.headers().firstValue("content-disposition"))
        .contains("attachment; filename=\"measurements-by-hour.csv\"");
    assertThat(admin.get("/dashboard/measurements/csv?by=x").body().lines()).hasSize(1);
  }

  @Test
  void page_withoutHistory_saysThatItComes() throws Exception {
    assertThat(member.get("/dashboard/measurements").body())
        .contains("The first value appears within a minute")
        .doesNotContain("<svg class=\"plot\"");
  }

  @Test
  void events_tellTheFiguresOfTheMoment() throws Exception {
    site.measurements.peers = 41;
    var request =
        site.request(
                "/dashboard/measurements/events",
                "Cookie",
                "__Host-session=" + moderator.cookie("__Host-session").orElseThrow())
            .GET()
            .build();
    try (var browser = java.net.http.HttpClient.newHttpClient();
        var lines =
            new BufferedReader(
                new InputStreamReader(
                    browser.send(request, BodyHandlers.ofInputStream()).body(),
                    StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (!line.startsWith("data: ")) {
        line = lines.readLine();
      }
      assertThat(line).contains("\"peers\":42", "\"tunnelBytes\":3221225472");
      browser.shutdownNow();
    }
  }

  @Test
  void measurements_areForMembers_andTheDoctorForAdmins() throws Exception {
    TestBrowser nobody = new TestBrowser(site);
    for (String path : List.of("/dashboard/measurements", "/dashboard/measurements/events")) {
      assertThat(nobody.get(path).statusCode()).isEqualTo(303);
    }
    assertThat(nobody.get("/dashboard/doctor").statusCode()).isEqualTo(303);
    assertThat(member.get("/dashboard/doctor").statusCode()).isEqualTo(403);
    assertThat(member.get("/dashboard/measurements").body()).doesNotContain("/dashboard/doctor");
    assertThat(admin.get("/dashboard/doctor").statusCode()).isEqualTo(200);
    assertThat(admin.get("/dashboard/measurements").body()).contains("/dashboard/doctor");
  }

  @Test
  void doctor_tellsTheWorstFirst_andWhatToDo() throws Exception {
    site.findings.set(
        List.of(
            Finding.of(Check.DATABASE, Diagnosis.DATABASE_WORKS, "H2"),
            Finding.of(Check.BACKUP, Diagnosis.BACKUP_NEVER),
            Finding.of(Check.DNS, Diagnosis.DNS_MISSING, "<b>room.example")));

    String page = admin.get("/dashboard/doctor").body();

    assertThat(page)
        .contains("1 thing does not work")
        .doesNotContain("1 thing deserves a look")
        .contains("The DNS does not know &lt;b&gt;room.example.")
        .contains("or make one now: ", ">alcove backup FILE</code>", "data-copy=\"command-backup\"")
        .containsSubsequence("room.example", "backup FILE", "The database, H2, answers.");
  }

  @Test
  void doctor_isAskedOnceInTenSeconds() throws Exception {
    site.findings.set(List.of(Finding.of(Check.BACKUP, Diagnosis.BACKUP_NEVER)));
    admin.get("/dashboard/doctor");
    site.findings.set(List.of());

    assertThat(admin.get("/dashboard/doctor").body()).contains("alcove backup FILE");
  }

  @Test
  void doctorThatTakesItsTime_showsWhatThereIs_onceForAll() throws Exception {
    Promise<List<Finding>> whole = Promise.promise();
    AtomicInteger begun = new AtomicInteger();
    Finding first = Finding.of(Check.BACKUP, Diagnosis.BACKUP_NEVER);
    site.doctor.set(
        (checks, done) -> {
          begun.incrementAndGet();
          done.accept(first);
          return whole.future();
        });

    String page = admin.get("/dashboard/doctor").body();
    assertThat(page)
        .contains("1 of " + Check.values().length + " checks are done", "alcove backup FILE")
        .contains("<noscript><meta http-equiv=\"refresh\" content=\"2\"></noscript>")
        .contains("data-events=\"/dashboard/doctor/events\"");
    admin.get("/dashboard/doctor");
    assertThat(begun).hasValue(1);
    assertThat(admin.get("/dashboard").body()).doesNotContain("last checked");

    whole.complete(List.of(first, Finding.of(Check.DNS, Diagnosis.DNS_MISSING, "room.example")));
    assertThat(admin.get("/dashboard/doctor").body())
        .contains("1 thing does not work")
        .doesNotContain("http-equiv=\"refresh\"", "doctor/events");
    assertThat(begun).hasValue(1);
    assertThat(admin.get("/dashboard").body())
        .contains("When the room was last checked, 1 thing did not work.");
    assertThat(member.get("/dashboard").body()).doesNotContain("last checked");
  }
}
