package alcove.ops.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mail to several, of whom the server refuses some. */
class RefusedAddressTest {
  private static final String GOOD = "good@people.example";
  private static final String GONE = "gone@people.example";
  private static final String NO = "550 5.1.1 <gone@people.example> is unknown";

  private PostOffice office;

  @BeforeEach
  void open() throws Exception {
    office = new PostOffice();
  }

  @AfterEach
  void close() throws Exception {
    office.close();
  }

  private AlertDelivery delivery(List<Duration> pauses) {
    var route =
        new MailRoute(
            "room.example",
            List.of(GONE, GOOD),
            "alcove@room.example",
            SmtpServer.parse("smtp://localhost:" + office.port()).orElseThrow(),
            Optional.empty(),
            Optional.empty());
    return new AlertDelivery(new Mailbox(route), InstantSource.system(), pauses);
  }

  private static AlertLetter letter(String subject) {
    return new AlertLetter("disk", subject, List.of("full"), JsonNodeFactory.instance.objectNode());
  }

  @Test
  void address_thatIsRefused_keepsNothingFromTheOthers_andHoldsNothingUp() {
    office.refuse(GONE, Collections.nCopies(9, NO));
    try (var delivery = delivery(List.of(Duration.ofHours(1)))) {
      delivery.queue(letter("first"));
      delivery.queue(letter("second"));
      await().until(() -> office.taken().size() == 2);
      assertThat(office.taken()).containsExactly(GOOD + ": first", GOOD + ": second");
      await().until(() -> delivery.state().failure().isPresent());
      assertThat(delivery.state().taken()).isPresent();
    }
  }

  @Test
  void address_thatIsRefusedForAWhile_getsItOnce_asTheOthersDo() {
    office.refuse(GONE, List.of("450 later", "450 later"));
    try (var delivery = delivery(Collections.nCopies(3, Duration.ofMillis(1)))) {
      delivery.queue(letter("first"));
      await().until(() -> office.taken().size() == 2);
      await().until(() -> delivery.state().failure().isEmpty());
      delivery.queue(letter("second"));
      await().until(() -> office.taken().size() == 4);
    }
    assertThat(office.taken())
        .containsExactlyInAnyOrder(
            GOOD + ": first", GONE + ": first", GOOD + ": second", GONE + ": second");
  }

  @Test
  void trial_thatSomeDoNotGet_saysSo_withoutTheirAddresses() {
    office.refuse(GONE, List.of(NO));
    try (var delivery = delivery(List.of())) {
      assertThatIOException()
          .isThrownBy(() -> delivery.sendNow(letter("trial")))
          .withMessage("the mail server did not take it for 1 of 2: 550 5.1.1 ... is unknown");
    }
    assertThat(office.taken()).containsExactly(GOOD + ": trial");
  }

  @Test
  void all_thatAreRefused_areSaidAsBefore() {
    office.refuse(GONE, List.of(NO));
    office.refuse(GOOD, List.of("550 no"));
    try (var delivery = delivery(List.of())) {
      assertThatIOException()
          .isThrownBy(() -> delivery.sendNow(letter("trial")))
          .withMessage("the mail server did not take it: 550 no");
    }
    assertThat(office.taken()).isEmpty();
  }
}
