package alcove.web.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.room.model.RoomSetting;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many are online, told to pages that are open. */
class OnlineTest {
  private final List<Socket> opened = new ArrayList<>();
  private TestSite site;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
    site.online.set(0);
  }

  @AfterEach
  void close() throws Exception {
    for (Socket each : opened) {
      each.close();
    }
    site.close();
  }

  private BufferedReader watch(String path, String... headers) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), site.port());
    opened.add(socket);
    socket.setSoTimeout(10_000);
    String request =
        "GET %s HTTP/1.1\r\nHost: room.example\r\n%s\r\n"
            .formatted(
                path, String.join("", List.of(headers).stream().map(h -> h + "\r\n").toList()));
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  private static String next(BufferedReader events) throws IOException {
    String line = events.readLine();
    while (!line.startsWith("data: ")) {
      line = events.readLine();
    }
    return line;
  }

  @Test
  void page_thatIsOpen_isToldWhenSomebodyComes_inItsLanguage() throws Exception {
    BufferedReader english = watch("/members/events");
    BufferedReader german = watch("/members/events", "Accept-Language: de");
    assertThat(next(english)).contains("\"attendants\":0", "Nobody");
    assertThat(next(german)).contains("\"attendants\":0", "niemand");

    site.online.set(1);

    assertThat(next(english)).contains("\"attendants\":1", "1 person is");
    assertThat(next(german)).contains("\"attendants\":1", "1 Person");
  }

  @Test
  void frontPage_whereItIsTold_watches_andElsewhereKnowsNothing() throws Exception {
    assertThat(site.get("/").body())
        .contains("data-events=\"/members/events\"", "data-figure=\"landing.online\"");

    hide();

    assertThat(site.get("/").body()).doesNotContain("/members/events", "landing.online");
    assertThat(watch("/members/events").readLine()).contains(" 204 ");
  }

  private void hide() throws Exception {
    site.room.change(Actor.operator(), RoomSetting.SHOW_ONLINE, "no");
  }

  @Test
  void visitors_whoWatch_areToldNoMoreWhenItIsHidden_andMembersAre() throws Exception {
    TestBrowser member = TestBrowser.of(site, site.memberCalled("alice"));
    BufferedReader visitor = watch("/members/events");
    BufferedReader inside =
        watch(
            "/dashboard/events",
            "Cookie: __Host-session=" + member.cookie("__Host-session").orElseThrow());
    next(visitor);
    next(inside);

    hide();
    site.online.set(1);

    assertThat(next(inside)).contains("\"attendants\":1");
    for (String line = visitor.readLine(); !line.equals("0"); line = visitor.readLine()) {
      assertThat(line).doesNotContain("attendants");
    }
  }

  @Test
  void dashboard_hasATileThatIsKeptUpToDate() throws Exception {
    TestBrowser member = TestBrowser.of(site, site.memberCalled("alice"));

    assertThat(member.get("/dashboard").body())
        .contains("data-events=\"/dashboard/events\"")
        .contains("<b data-figure=\"attendants\" data-unit=\"count\">0</b>");
  }

  private BufferedReader watchFrom(String address) throws IOException {
    return watch("/members/events", "X-Forwarded-For: " + address);
  }

  private static boolean isLetIn(BufferedReader answer) throws IOException {
    String line = answer.readLine();
    assertThat(line).matches("HTTP/1.1 (200|503|429) .*");
    return line.contains(" 200 ");
  }

  @Test
  void visitors_ofOneAddress_haveAFewPlaces() throws Exception {
    int letIn = 0;
    for (int i = 0; i < 300; i++) {
      letIn += isLetIn(watchFrom("192.0.2.1")) ? 1 : 0;
    }

    assertThat(letIn).isEqualTo(8);
    assertThat(isLetIn(watchFrom("192.0.2.2"))).isTrue();
  }

  @Test
  void visitors_howeverMany_makeWayForEachOther_andTakeNoPlaceOfMembers() throws Exception {
    TestBrowser member = TestBrowser.of(site, site.memberCalled("alice"));
    BufferedReader inside =
        watch(
            "/dashboard/events",
            "Cookie: __Host-session=" + member.cookie("__Host-session").orElseThrow());
    next(inside);
    List<BufferedReader> many = new ArrayList<>();
    for (int i = 0; i < 310; i++) {
      many.add(watchFrom("198.51.%s.%s".formatted(100 + i / 200, 1 + i % 200)));
      assertThat(isLetIn(many.getLast())).isTrue();
    }

    for (BufferedReader gone : many.subList(0, 10)) {
      for (String line = gone.readLine(); !line.equals("0"); line = gone.readLine()) {
        // It ends.
      }
    }
    next(many.get(10));
    site.online.set(1);
    assertThat(next(many.get(10))).contains("\"attendants\":1");
    assertThat(next(inside)).contains("\"attendants\":1");
  }
}
