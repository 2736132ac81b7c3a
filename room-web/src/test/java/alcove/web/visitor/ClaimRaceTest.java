package alcove.web.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Standing;
import alcove.web.TestSite;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Many apps that claim one invite in the same moment. */
class ClaimRaceTest {
  private static final int CLIENTS = 16;
  private static final int ROUNDS = 50;

  @Test
  void invite_claimedByManyAtOnce_goesToExactlyOne() throws Exception {
    try (var site = new TestSite(PrivacyMode.COMMUNITY);
        var clients = Executors.newFixedThreadPool(CLIENTS)) {
      for (int round = 0; round < ROUNDS; round++) {
        race(site, clients);
      }
      assertThat(site.room.members().list()).hasSize(ROUNDS);
    }
  }

  private static void race(TestSite site, ExecutorService clients) throws Exception {
    String token = site.invite();
    List<FeedId> ids = Stream.generate(TestSite::newId).limit(CLIENTS).toList();
    var start = new CyclicBarrier(CLIENTS);
    List<Future<String>> answers = new ArrayList<>();
    for (FeedId id : ids) {
      answers.add(
          clients.submit(
              () -> {
                start.await();
                return site.claim(id.toString(), token).body();
              }));
    }
    int winners = 0;
    for (int i = 0; i < CLIENTS; i++) {
      boolean won = answers.get(i).get().contains("\"status\":\"successful\"");
      winners += won ? 1 : 0;
      assertThat(site.room.standings().of(ids.get(i)))
          .isEqualTo(won ? Standing.MEMBER : Standing.EXTERNAL);
      assertThat(answers.get(i).get())
          .contains(won ? "multiserverAddress" : "this invite was used already");
    }
    assertThat(winners).isEqualTo(1);
  }
}
