package alcove.web.visitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.room.policy.PrivacyMode;
import alcove.web.TestSite;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Sign-ins that wait for another node, frozen and still in sight. It is never asked from a thread
 * on which somebody could wait for its answer, and all others behind them.
 */
class SilentNodeTest {
  /** More than there are threads for either. */
  private static final int MANY = 12;

  /** As {@code NodeCalls} and those who call write it: what devices are asked, to take it. */
  private static final int PASSKEYS = 3;

  private static final int TAKE_CHALLENGE = 1;

  /** The same for guesses of passwords, to count one. */
  private static final int GUESSES = 4;

  private static final int COUNT = 0;

  private final ExecutorService visitors = Executors.newVirtualThreadPerTaskExecutor();
  private TestSite site;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.OPEN);
  }

  @AfterEach
  void close() {
    visitors.close();
    site.close();
  }

  private HttpResponse<String> signInByPasskey(int visitor) throws Exception {
    String secret = site.room.passkeys().beginSignIn("192.0.2." + visitor).browser().text();
    return site.post(
        "/login/passkey",
        TestSite.FORM,
        "credential=none",
        "Cookie",
        "__Host-passkey=" + secret,
        "X-Forwarded-For",
        "192.0.2." + visitor);
  }

  private HttpResponse<String> signInByPassword(int visitor) throws Exception {
    return site.post(
        "/login/password",
        TestSite.FORM,
        "name=nobody" + visitor + "&password=x",
        "X-Forwarded-For",
        "192.0.2." + visitor);
  }

  /** One of the visits that go on at once. */
  @FunctionalInterface
  private interface Visit {
    HttpResponse<String> by(int visitor) throws Exception;
  }

  private List<CompletableFuture<Integer>> all(Visit visit) {
    List<CompletableFuture<Integer>> all = new ArrayList<>();
    for (int i = 1; i <= MANY; i++) {
      int visitor = i;
      all.add(CompletableFuture.supplyAsync(() -> statusOf(visit, visitor), visitors));
    }
    return all;
  }

  private static int statusOf(Visit visit, int visitor) {
    try {
      return visit.by(visitor).statusCode();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Signs many in at once, which all ask {@code node}, and all are refused for what they show. */
  private void signIn(SilentNode node, Visit visit) throws Exception {
    site.room.nodes().join(node);
    List<CompletableFuture<Integer>> signIns = all(visit);
    await().until(() -> node.waiting() == MANY);
    node.answer();
    for (CompletableFuture<Integer> each : signIns) {
      assertThat(each.get(60, TimeUnit.SECONDS)).isEqualTo(403);
    }
  }

  @Test
  void passkey_isAskedFor_beforeAThreadOfTheRegistryIsTaken() throws Exception {
    SilentNode node = new SilentNode(PASSKEYS, TAKE_CHALLENGE);

    signIn(node, this::signInByPasskey);

    assertThat(node.askers()).isNotEmpty().noneMatch(each -> each.startsWith("storage-"));
  }

  @Test
  void tryOfAPassword_isAskedFor_beforeTheThreadOfPasswordsIsTaken() throws Exception {
    SilentNode node = new SilentNode(GUESSES, COUNT);

    signIn(node, this::signInByPassword);

    assertThat(node.askers()).isNotEmpty().noneMatch(each -> each.startsWith("passwords-"));
  }
}
