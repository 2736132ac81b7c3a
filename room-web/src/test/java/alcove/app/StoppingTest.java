package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.model.InviteTerms;
import alcove.room.policy.Actor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A room that is stopped while people ask it things. */
class StoppingTest {
  private static final int CLAIMS = 60;

  @TempDir private Path folder;

  @Test
  void claims_underWayAtTheStop_areAnsweredIfTheyAreMade() throws Exception {
    AtomicReference<String> invite = new AtomicReference<>();
    Operator operator = Operator.of(folder.resolve("data"));
    operator.prepare(
        room ->
            invite.set(
                room.invites()
                    .create(Actor.operator(), new InviteTerms(CLAIMS, Optional.empty(), ""))
                    .token()
                    .text()));
    Map<FeedId, String> answers = new ConcurrentHashMap<>();
    CountDownLatch answered = new CountDownLatch(1);
    List<FeedId> ids = new ArrayList<>();
    for (int i = 0; i < CLAIMS; i++) {
      ids.add(TestPeers.newKeys().id());
    }
    RunningRoom room = operator.start();
    try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
      int port = room.address().site().at().port();
      for (FeedId id : ids) {
        people.execute(() -> answers.put(id, claim(port, id, invite.get(), answered)));
      }
      assertThat(answered.await(30, TimeUnit.SECONDS)).isTrue();
      room.close();
    }
    Set<FeedId> told = new HashSet<>();
    answers.forEach(
        (id, answer) -> {
          if (answer.contains("\"successful\"")) {
            told.add(id);
          }
        });
    Set<FeedId> members = new HashSet<>();
    operator.prepare(stopped -> members.addAll(stopped.members().ids()));

    assertThat(told).isNotEmpty();
    assertThat(members).isEqualTo(told);
  }

  /** What comes back for a claim; nothing if the connection just ends. */
  private static String claim(int port, FeedId id, String invite, CountDownLatch answered) {
    String body = "{\"id\":\"%s\",\"invite\":\"%s\"}".formatted(id, invite);
    String request =
        "POST /invite/consume HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: %s\r\n\r\n%s".formatted(body.length(), body);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] begin = socket.getInputStream().readNBytes(1);
      answered.countDown();
      byte[] rest = socket.getInputStream().readAllBytes();
      return new String(begin, StandardCharsets.UTF_8) + new String(rest, StandardCharsets.UTF_8);
    } catch (IOException cutOff) {
      return "";
    }
  }
}
