package alcove.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.web.TestBrowser;
import alcove.web.TestSite;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages that watch: how many there may be, and how long. */
class EventStreamsTest {
  private static final Pattern PAGE = Pattern.compile("page=([-_A-Za-z0-9]{43})");

  private final List<Socket> opened = new ArrayList<>();
  private TestSite site;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
  }

  @AfterEach
  void close() throws Exception {
    for (Socket each : opened) {
      each.close();
    }
    site.close();
  }

  /** What is answered: the first line is read. */
  private BufferedReader watch(String path, String header) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), site.port());
    opened.add(socket);
    socket.setSoTimeout(10_000);
    String request = "GET %s HTTP/1.1\r\nHost: room.example\r\n%s\r\n\r\n".formatted(path, header);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  private static boolean isLetIn(BufferedReader answer) throws IOException {
    String line = answer.readLine();
    assertThat(line).matches("HTTP/1.1 (200|503) .*");
    return line.contains("200");
  }

  private static String cookie(TestBrowser browser) {
    return "Cookie: __Host-session=" + browser.cookie("__Host-session").orElseThrow();
  }

  private BufferedReader watchOnline(TestBrowser member) throws IOException {
    return watch("/dashboard/events", cookie(member));
  }

  @Test
  void member_withManyWindows_leavesPlacesToOthers() throws Exception {
    TestBrowser greedy = TestBrowser.of(site, site.memberCalled("greedy"));
    TestBrowser other = TestBrowser.of(site, site.memberCalled("other"));
    for (int i = 0; i < 20; i++) {
      assertThat(isLetIn(watchOnline(greedy))).isTrue();
    }
    assertThat(isLetIn(watchOnline(greedy))).isFalse();
    assertThat(isLetIn(watchOnline(other))).isTrue();
  }

  @Test
  void address_withManyPages_leavesPlacesToOthers() throws Exception {
    Matcher page = PAGE.matcher(site.get("/join?invite=" + site.invite()).body());
    assertThat(page.find()).isTrue();
    String events = "/join/events?page=" + page.group(1);
    List<Boolean> answers = new ArrayList<>();
    for (int i = 0; i < 51; i++) {
      answers.add(isLetIn(watch(events, "X-Forwarded-For: 192.0.2.1")));
    }
    assertThat(answers.subList(0, 50)).containsOnly(true);
    assertThat(answers.getLast()).isFalse();
    assertThat(isLetIn(watch(events, "X-Forwarded-For: 192.0.2.2"))).isTrue();
  }

  private interface Change {
    void of(FeedId member, TestBrowser browser) throws Exception;
  }

  private void endsBy(Change change) throws Exception {
    FeedId id = site.memberCalled("m" + opened.size());
    TestBrowser browser = TestBrowser.of(site, id);
    FeedId bystander = site.memberCalled("b" + opened.size());
    BufferedReader mine = watchOnline(browser);
    BufferedReader others = watchOnline(TestBrowser.of(site, bystander));
    assertThat(isLetIn(mine)).isTrue();
    assertThat(isLetIn(others)).isTrue();

    change.of(id, browser);

    awaitEnd(mine);
    site.online.incrementAndGet();
    while (!others.readLine().contains("\"attendants\":" + site.online)) {
      // It goes on: what comes later arrives.
    }
  }

  /** The last chunk of the answer has no bytes. */
  private static void awaitEnd(BufferedReader answer) throws IOException {
    String line = answer.readLine();
    while (!line.equals("0")) {
      line = answer.readLine();
    }
  }

  @Test
  void streamOfAMember_endsWhereNobodyKnowsAnyMoreWhoIsOne_andOneOfAVisitorGoesOn()
      throws Exception {
    BufferedReader members = watchOnline(TestBrowser.of(site, site.memberCalled("ana")));
    BufferedReader visitors = watch("/members/events", "");
    assertThat(isLetIn(members)).isTrue();
    assertThat(isLetIn(visitors)).isTrue();

    site.closing.turnOutMembers();

    awaitEnd(members);
    site.online.incrementAndGet();
    while (!visitors.readLine().contains("\"attendants\":" + site.online)) {
      // It goes on: what comes later arrives.
    }
  }

  @Test
  void stream_endsWithItsSession() throws Exception {
    Actor operator = Actor.operator();
    endsBy((id, _) -> site.room.blocks().block(operator, id, "", Optional.empty()));
    endsBy((id, _) -> site.room.members().remove(operator, id));
    endsBy((id, _) -> site.room.sessions().endAll(id));
    endsBy((_, browser) -> browser.submitFrom("/dashboard/account", "/logout"));
  }
}
