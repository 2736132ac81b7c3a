package alcove.web.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.cluster.Cluster;
import alcove.cluster.ClusterListener;
import alcove.cluster.ClusterMessage;
import alcove.cluster.ClusterView;
import alcove.cluster.Node;
import alcove.cluster.NodeId;
import alcove.identity.FeedId;
import alcove.identity.HostAndPort;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.room.policy.Standing;
import alcove.web.TestBrowser;
import alcove.web.TestSite;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Blocks at a node while the one that decides about forms answers nothing. */
class UrgentBlocksTest {
  private static final String BLOCKED = "/dashboard/blocked";
  private static final String MEMBERS = "/dashboard/members";

  /** Where a call has its subject, and that of forms; its operation stands behind it. */
  private static final int SUBJECT = Long.BYTES;

  private static final byte FORMS = 6;
  private static final byte TAKE = 0;

  private final FeedId bob = TestSite.newId();
  private final Frozen cluster = new Frozen();

  private TestSite site;
  private TestBrowser browser;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
    FeedId moderator = TestSite.newId();
    site.room.members().add(Actor.operator(), moderator, Role.MODERATOR);
    site.room.members().add(Actor.operator(), bob, Role.MEMBER);
    browser = TestBrowser.of(site, moderator);
    site.room.nodes().join(cluster);
  }

  @AfterEach
  void close() {
    site.close();
  }

  /** Another node in sight, which decides, and says nothing. */
  private final class Frozen implements Cluster {
    /** What bob was when the other was asked for the turn at a form. */
    private final List<Standing> asked = new CopyOnWriteArrayList<>();

    private final ClusterView view = new ClusterView(node(2), List.of(node(1)), false);

    private static Node node(int number) {
      return new Node(
          new NodeId(new UUID(0, number)),
          "node " + number,
          new HostAndPort("127.0.0.1", 7801),
          "1.0",
          Instant.EPOCH);
    }

    @Override
    public ClusterView view() {
      return view;
    }

    @Override
    public void send(NodeId to, ClusterMessage message) {
      byte[] body = message.body();
      if (message.kind() == ClusterMessage.Kind.CALL
          && body[SUBJECT] == FORMS
          && body[SUBJECT + 1] == TAKE) {
        asked.add(site.room.standings().of(bob));
      }
    }

    @Override
    public void broadcast(ClusterMessage message) {}

    @Override
    public void add(ClusterListener listener) {
      listener.changed(view);
    }

    @Override
    public void leave() {}
  }

  private void assertOutWithoutAsking(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(site.room.standings().of(bob)).isEqualTo(Standing.BLOCKED);
    assertThat(cluster.asked).isEmpty();
  }

  @Test
  void block_waitsForNoOtherNode() throws Exception {
    browser.get(BLOCKED);

    HttpResponse<String> answer =
        browser.send(BLOCKED + "/add", "id", bob.toString(), "reason", "", "until", "");

    assertOutWithoutAsking(answer);
  }

  @Test
  void blockOfSeveral_waitsForNoOtherNode() throws Exception {
    browser.get(MEMBERS);

    HttpResponse<String> answer =
        browser.send(MEMBERS + "/several", "do", "block", "id", bob.toString(), "reason", "");

    assertOutWithoutAsking(answer);
  }

  @Test
  void removalOfSeveral_isDoneByOneNode() throws Exception {
    browser.get(MEMBERS);

    browser.send(MEMBERS + "/several", "do", "remove", "id", bob.toString());

    assertThat(cluster.asked).containsExactly(Standing.MEMBER);
  }
}
