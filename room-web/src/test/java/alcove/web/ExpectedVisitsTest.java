package alcove.web;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.cluster.shared.NodeCalls;
import alcove.health.SelfVisits;
import alcove.room.model.SecretToken;
import alcove.room.policy.PrivacyMode;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Visits that the room pays itself. */
class ExpectedVisitsTest {
  private TestSite site;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private int visit(SecretToken token, String... headers) throws Exception {
    return site.get("/doctor/" + token.text(), headers).statusCode();
  }

  @Test
  void visit_expected_isSeenOnceAndAnswersOneWord() throws Exception {
    var expected = site.selfVisits.expect();

    var answer = site.get("/doctor/" + expected.token().text());

    assertThat(answer.body()).isEqualTo("ok");
    assertThat(expected.sight().result())
        .isEqualTo(new SelfVisits.Sight("room.example", false, false, false));
    assertThat(visit(expected.token())).isEqualTo(404);
  }

  @Test
  void visit_throughATrustedProxy_isSeenSo() throws Exception {
    var expected = site.selfVisits.expect();

    assertThat(visit(expected.token(), TestSite.fromElsewhere())).isEqualTo(200);

    assertThat(expected.sight().result())
        .isEqualTo(new SelfVisits.Sight("room.example", false, true, true));
  }

  @Test
  void visit_throughAProxyThatSpeaksForNobody_isSeenSo() throws Exception {
    var expected = site.selfVisits.expect();

    assertThat(visit(expected.token(), "Via", "1.1 proxy")).isEqualTo(200);

    assertThat(expected.sight().result())
        .isEqualTo(new SelfVisits.Sight("room.example", false, true, false));
  }

  @Test
  void visit_unexpected_findsNoSuchPage() throws Exception {
    var expected = site.selfVisits.expect();

    assertThat(visit(SecretToken.create())).isEqualTo(404);
    assertThat(site.get("/doctor/x").statusCode()).isEqualTo(404);
    assertThat(expected.sight().isComplete()).isFalse();
  }

  /** All nodes of the room are asked for each. */
  @Test
  void visits_ofWhoeverLikes_areLimited() throws Exception {
    int status = 404;
    for (int i = 0; status == 404 && i < 1000; i++) {
      status = visit(SecretToken.create(), TestSite.fromElsewhere());
    }

    assertThat(status).isEqualTo(429);
  }

  @Test
  void visit_tooLate_isNotExpectedAnyMore() {
    var now = new AtomicLong();
    var visits = new SelfVisits(now::get, new NodeCalls());
    var expected = visits.expect();
    now.set(10_000_000_000L);

    assertThat(
            visits
                .arrived(expected.token().text(), new SelfVisits.Sight("", false, false, false))
                .result())
        .isFalse();
  }
}
