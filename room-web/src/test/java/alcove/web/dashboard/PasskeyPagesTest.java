package alcove.web.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.address.WebOrigin;
import alcove.identity.FeedId;
import alcove.room.passkeys.RelyingParty;
import alcove.room.policy.PrivacyMode;
import alcove.room.signin.Passkeys;
import alcove.web.TestBrowser;
import alcove.web.TestSite;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Passkeys on the page of an account, before a device comes into it. */
class PasskeyPagesTest {
  private static final String ACCOUNT = "/dashboard/account";

  private TestSite site;
  private TestBrowser browser;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
    FeedId alice = site.memberCalled("alice");
    browser = TestBrowser.of(site, alice);
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void oldSession_isLedToSignInAgain_andBack() throws Exception {
    assertThat(browser.get(ACCOUNT).body()).contains("data-origin=\"https://room.example\"");
    site.now.set(TestSite.START.plus(Passkeys.RECENT));

    HttpResponse<String> refused = browser.submit(ACCOUNT + "/passkeys/challenge");

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(browser.get(ACCOUNT).body())
        .contains("/login?again=yes&amp;then=%2Fdashboard%2Faccount")
        .doesNotContain("data-origin");
    assertThat(browser.get("/login?again=yes&then=%2Fdashboard%2Faccount").body())
        .contains("value=\"/dashboard/account\"");
  }

  @Test
  void challenge_isForMembersWithTheirToken() throws Exception {
    browser.get(ACCOUNT);
    assertThat(browser.submit(ACCOUNT + "/passkeys/challenge").body())
        .contains("\"attestation\":\"none\"", "\"userVerification\":\"required\"");
    browser.useFormToken("forged");
    assertThat(browser.submit(ACCOUNT + "/passkeys/challenge").statusCode()).isEqualTo(403);
  }

  @Test
  void roomWithoutHttps_offersNoPasskeys() throws Exception {
    assertThat(site.get("/login").body()).contains("data-passkey=\"/login/passkey\"");
    site.address.set(site.address(WebOrigin.http("room.example", 80), true));

    assertThat(site.get("/login").body()).contains("login/finish").doesNotContain("data-passkey=");
  }

  @Test
  void passkeys_areBoundToADomainWithHttps_orToThisMachine() throws Exception {
    assertThat(relyingParty("https://room.example:8443"))
        .contains(new RelyingParty("room.example", "https://room.example:8443"));
    assertThat(relyingParty("http://localhost:3000"))
        .contains(new RelyingParty("localhost", "http://localhost:3000"));
    assertThat(relyingParty("http://room.example")).isEmpty();
    assertThat(relyingParty("https://203.0.113.7")).isEmpty();
    assertThat(relyingParty("https://[2001:db8::1]")).isEmpty();
  }

  private Optional<RelyingParty> relyingParty(String origin) throws Exception {
    return site.address(WebOrigin.parse(origin), true).relyingParty();
  }
}
