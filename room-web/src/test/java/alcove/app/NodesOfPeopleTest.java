package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.identity.FeedKeyPair;
import alcove.identity.FeedSignature;
import alcove.room.signin.SignInStatement;
import alcove.store.DatabaseUrl;
import alcove.tunnel.muxrpc.Procedure;
import alcove.tunnel.muxrpc.ProcedureTable;
import alcove.tunnel.muxrpc.Reply;
import alcove.tunnel.net.CloseReason;
import alcove.tunnel.net.PeerConnection;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** People whose visits come to any of three nodes, and their apps, which are at any other. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("alcove.ops.backup.EmptyDatabases#servers")
class NodesOfPeopleTest {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final String CHALLENGE = "dGhpcyBpcyBhIGNoYWxsZW5nZSBvZiAzMiBieXRlcy4=";
  private static final Pattern SERVER_CHALLENGE = Pattern.compile("&amp;sc=([^&\"]+)&amp;");
  private static final Pattern PAGE = Pattern.compile("/join/events\\?page=([\\w-]+)");
  private static final Pattern TOKEN = Pattern.compile("name=\"form\" value=\"([^\"]+)\"");
  private static final Pattern STAMP = Pattern.compile("name=\"once\" value=\"([^\"]+)\"");

  private final String jdbc;
  private final List<RunningRoom> all = new ArrayList<>();
  private final List<FeedKeyPair> people =
      List.of(TestPeers.newKeys(), TestPeers.newKeys(), TestPeers.newKeys());
  private RoomNodes nodes;

  @TempDir private Path folder;

  NodesOfPeopleTest(Supplier<DatabaseUrl> servers) {
    jdbc = servers.get().jdbc();
  }

  @BeforeEach
  void begin() throws Exception {
    nodes = new RoomNodes(folder, jdbc);
    List<String> names = List.of("first", "second", "third");
    for (String name : names) {
      all.add(nodes.node(name));
    }
    for (String name : names) {
      await()
          .atMost(LONGEST)
          .until(
              () -> nodes.operator(name).run("cluster", "--json").json().path("nodes").size() == 3);
    }
    for (FeedKeyPair each : people) {
      String id = each.id().toString();
      assertThat(nodes.operator("first").run("member", "add", id, "--role", "admin").code())
          .isZero();
    }
    String last = people.getLast().id().toString();
    for (String name : names) {
      await()
          .atMost(LONGEST)
          .until(() -> nodes.operator(name).run("member", "list").out().contains(last));
    }
  }

  @AfterEach
  void close() throws Exception {
    nodes.close();
  }

  private String sign(FeedKeyPair keys, String server, String client) {
    String text =
        new SignInStatement(all.getFirst().address().room(), keys.id(), server, client)
            .signedText();
    return FeedSignature.of(keys.sign(TestPeers.CRYPTO, text.getBytes(StandardCharsets.UTF_8)))
        .toString();
  }

  /** Somebody's app, which signs what it is asked for. */
  private PeerConnection app(FeedKeyPair keys, RunningRoom node) throws Exception {
    return nodes.connect(
        node,
        keys,
        ProcedureTable.<PeerConnection>builder()
            .add(
                "httpAuth.requestSolution",
                Procedure.async(
                    (caller, args) ->
                        Future.succeededFuture(
                            Reply.of(
                                TextNode.valueOf(
                                    sign(keys, args.path(0).asText(), args.path(1).asText()))))))
            .build());
  }

  private static String claim(FeedKeyPair keys) {
    return "/login?ssb-http-auth=1&cid=%s&cc=%s"
        .formatted(encode(keys.id().toString()), encode(CHALLENGE));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String awaitEvent(CompletableFuture<String> event) throws Exception {
    return event.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void signIn_thatTheBrowserBegan_worksInAllCombinationsOfNodes() throws Exception {
    for (RunningRoom appAt : all) {
      PeerConnection app = app(people.getFirst(), appAt);
      for (RunningRoom pageAt : all) {
        for (RunningRoom eventsAt : all) {
          NodeBrowser browser = new NodeBrowser();
          String challenge =
              NodeBrowser.find(browser.get(pageAt, "/login"), SERVER_CHALLENGE).replace("%3D", "=");
          var event = browser.event(eventsAt, "/login/events");

          assertThat(
                  TestPeers.call(
                          app,
                          "httpAuth.sendSolution",
                          challenge,
                          CHALLENGE,
                          sign(people.getFirst(), challenge, CHALLENGE))
                      .asBoolean())
              .isTrue();

          assertThat(awaitEvent(event)).isEqualTo("event: done");
          var twice = browser.later(appAt, "/login/finish");
          HttpResponse<String> done = browser.post(eventsAt, "/login/finish");
          assertThat(List.of(done.statusCode(), twice.join().statusCode()))
              .containsExactlyInAnyOrder(303, 403);
        }
      }
      app.loop().eventLoop().execute(() -> app.close(CloseReason.STOPPED));
    }
  }

  /** An app is asked six times at once, so each has a person of its own. */
  @Test
  void signIn_thatTheAppBegan_worksInAllCombinationsOfNodes() throws Exception {
    for (int i = 0; i < all.size(); i++) {
      var _ = app(people.get(i), all.get(i));
      for (RunningRoom pageAt : all) {
        NodeBrowser browser = new NodeBrowser();

        HttpResponse<String> done = browser.get(pageAt, claim(people.get(i)));

        assertThat(done.statusCode()).isEqualTo(303);
        for (RunningRoom each : all) {
          assertThat(browser.get(each, "/dashboard").body())
              .contains(people.get(i).id().toString());
        }
      }
    }
  }

  @Test
  void pageOfAnInvite_noticesItsClaimAtAnotherNode_andGoesOnAtAThird() throws Exception {
    String link = nodes.operator("first").run("invite", "create").out();
    String token = link.substring(link.indexOf("invite=") + 7).split("\\s", 2)[0];
    NodeBrowser browser = new NodeBrowser();
    String page = NodeBrowser.find(browser.get(all.get(0), "/join?invite=" + token), PAGE);
    String query = "?page=" + page + "&invite=" + token;
    var atItsNode = browser.event(all.get(0), "/join/events" + query);
    var elsewhere = browser.event(all.get(2), "/join/events" + query);

    NodeBrowser app = new NodeBrowser();
    String bob = TestPeers.newKeys().id().toString();
    HttpResponse<String> claimed =
        app.post(all.get(1), "/invite/consume?page=" + page, "id", bob, "invite", token);
    assertThat(claimed.statusCode()).isEqualTo(200);

    assertThat(awaitEvent(atItsNode)).isEqualTo("event: done");
    assertThat(awaitEvent(elsewhere)).isEqualTo("event: done");
    for (RunningRoom each : all) {
      assertThat(browser.get(each, "/join/done" + query).body()).contains(bob);
    }
  }

  @Test
  void form_thatIsSentToAllNodesAtOnce_isCarriedOutOnce() throws Exception {
    NodeBrowser browser = new NodeBrowser();
    var _ = app(people.getFirst(), all.getFirst());
    assertThat(browser.get(all.getFirst(), claim(people.getFirst())).statusCode()).isEqualTo(303);
    HttpResponse<String> page = browser.get(all.getFirst(), "/dashboard/blocked/add");
    String[] form = {
      "form", NodeBrowser.find(page, TOKEN),
      "once", NodeBrowser.find(page, STAMP),
      "id", TestPeers.newKeys().id().toString(),
      "reason", "sent three times"
    };

    List<CompletableFuture<HttpResponse<String>>> sent =
        all.stream().map(each -> browser.later(each, "/dashboard/blocked/add", form)).toList();

    assertThat(sent).allSatisfy(each -> assertThat(each.join().statusCode()).isEqualTo(303));
    assertThat(
            sent.stream()
                .map(each -> each.join().headers().firstValue("location").orElseThrow())
                .distinct())
        .hasSize(1);
  }
}
