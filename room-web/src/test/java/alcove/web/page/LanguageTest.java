package alcove.web.page;

import static alcove.web.TestSite.FORM;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.address.PublicAddress;
import alcove.address.WebOrigin;
import alcove.identity.HostAndPort;
import alcove.room.model.NoticeKind;
import alcove.room.model.RoomSetting;
import alcove.room.model.RoomSettings;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.web.TestSite;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In which language a visitor reads, and what operators add to the languages. */
class LanguageTest {
  @TempDir Path directory;

  private TestSite site;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.OPEN);
  }

  @AfterEach
  void close() {
    site.close();
  }

  /** Opens the site anew, with a file of an operator's. */
  private void reopen(String name, String content) throws Exception {
    Files.writeString(directory.resolve(name), content);
    site.close();
    site = new TestSite(PrivacyMode.OPEN, Texts.load(directory));
  }

  private static String language(HttpResponse<String> page) {
    return page.headers().firstValue("Content-Language").orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "de | de",
        "de-CH | de",
        "DE-ch-1996, en;q=0.9 | de",
        "ca, de;q=0.3 | de",
        "ca, de;q=0.3, en;q=0.5 | en",
        "en;q=0.5, de;q=0.8 | de",
        "de;q=0, ca | en",
        "de-AT, de;q=0 | en",
        "de;q=2, en;q=0.1 | en",
        "de;q=x | en",
        "*, de;q=0.1 | de",
        "*;q=0.5 | en",
        "de-x-private | de",
        ",,;;=q | en",
        "de_DE, de;q=0.8 | de",
        "de, de-AT;q=0 | de",
        "ca;q=x, '', de;q=0.3 | de",
        "ca | en",
        "'' | en"
      })
  void page_forBrowser_isInTheLanguageItAsksForMost(String header, String expected)
      throws Exception {
    HttpResponse<String> page = site.get("/", "Accept-Language", header);

    assertThat(language(page)).isEqualTo(expected);
    assertThat(page.body()).contains("<html lang=\"%s\" dir=\"ltr\">".formatted(expected));
    assertThat(page.headers().firstValue("Vary"))
        .hasValue("Accept, Accept-Language, Cookie, User-Agent, Accept-Encoding");
  }

  @Test
  void page_forBrowserThatNamesOneWithoutEnd_isThereAtOnce_inTheNext() throws Exception {
    String endless = "en" + "-aa".repeat(2000);

    assertThat(language(site.get("/", "Accept-Language", endless + ", de;q=0.1"))).isEqualTo("de");
  }

  @Test
  void page_forBrowserThatNamesNoneThatIsThere_isInTheRoomsLanguage() throws Exception {
    site.room.change(Actor.operator(), RoomSetting.LANGUAGE, "de-CH");
    assertThat(language(site.get("/", "Accept-Language", "ca"))).isEqualTo("de");
    assertThat(language(site.get("/"))).isEqualTo("de");
    assertThat(language(site.get("/", "Accept-Language", "en"))).isEqualTo("en");

    site.room.change(Actor.operator(), RoomSetting.LANGUAGE, "ca");
    assertThat(language(site.get("/"))).isEqualTo("en");
  }

  @Test
  void page_inGerman_saysNumbersAndErrorsInGerman() throws Exception {
    String[] german = {"Accept-Language", "de"};

    assertThat(site.get("/", german).body()).contains("Gerade sind 3 Leute online", "Beitreten");
    assertThat(site.get("/no/where", german).body()).contains(">Hier ist nichts</h1>");
    assertThat(site.get("/join?invite=x", german).body()).contains("Diese Einladung gibt es nicht");
    assertThat(site.get("/join?invite=x&encoding=json", german).body())
        .isEqualTo("{\"status\":\"error\",\"error\":\"there is no such invite\"}");
    assertThat(site.get("/no/where?encoding=json", german).body()).contains("There is nothing");
  }

  @Test
  void choice_onAPage_isRememberedByACookieThatScriptsAndOtherSitesDoNotGet() throws Exception {
    String form = "language=de&page=" + TestSite.encode("/join?invite=x&y=1");

    HttpResponse<String> answer = site.post("/language", FORM, form);

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location")).hasValue("/join?invite=x&y=1");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
        .startsWith("__Host-language=de; ")
        .contains("Path=/", "Secure", "HTTPOnly", "SameSite=Lax", "Max-Age=31536000")
        .doesNotContain("Domain");
  }

  @Test
  void choice_overPlainHttp_isRememberedByACookieThatGoesThere() throws Exception {
    site.address.set(site.address(WebOrigin.http("192.168.1.2", 3000), true));

    String cookie =
        site.post("/language", FORM, "language=de&page=/")
            .headers()
            .firstValue("Set-Cookie")
            .orElseThrow();

    assertThat(cookie).startsWith("language=de; ").doesNotContain("Secure");
    assertThat(language(site.get("/", "Cookie", "language=de"))).isEqualTo("de");
  }

  @Test
  void cookie_ofAChoice_countsMoreThanTheBrowser() throws Exception {
    String[] both = {"Cookie", "a=b; __Host-language=de", "Accept-Language", "en"};

    assertThat(language(site.get("/", both))).isEqualTo("de");
    assertThat(language(site.get("/", "Cookie", "__Host-language=xx"))).isEqualTo("en");
    assertThat(language(site.get("/", "Cookie", "language=de"))).isEqualTo("en");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\r\nSet-Cookie: a=b",
        "/ä",
        "evil",
        "",
        "javascript:alert(1)"
      })
  void choice_thatLeadsElsewhere_isRefused(String page) throws Exception {
    HttpResponse<String> answer =
        site.post("/language", FORM, "language=de&page=" + TestSite.encode(page));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Location")).isEmpty();
    assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"language=xx&page=/", "language=&page=/", "page=/", "language=de", ""})
  void choice_ofNoLanguageOrPage_isRefused(String form) throws Exception {
    assertThat(site.post("/language", FORM, form).statusCode()).isEqualTo(400);
  }

  @Test
  void choice_sentByAnotherSite_isRefused() throws Exception {
    assertThat(
            site.post("/language", FORM, "language=de&page=/", "Sec-Fetch-Site", "cross-site")
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void foot_ofAPage_offersAllLanguagesAndTheWayBack() throws Exception {
    assertThat(site.get("/?invite=a%20b&c=%3C", "Accept-Language", "de").body())
        .contains("action=\"/language\"")
        .contains("name=\"page\" value=\"/?invite=a%20b&amp;c=%3C\"")
        .containsPattern("<option value=\"de\"[^>]*selected=\"selected\"[^>]*>Deutsch</option>")
        .containsPattern("<option value=\"en\" lang=\"en\" dir=\"ltr\">English</option>");
  }

  @Test
  void foot_ofAPageThatSaysWhatIsWrong_repeatsNothing() throws Exception {
    assertThat(site.get("/no/where?x=y").body()).contains("name=\"page\" value=\"/\"");
  }

  @Test
  void foot_ofWhatAFormMadeOrAnAliasHostShows_offersNone() throws Exception {
    site.memberCalled("alice");

    assertThat(site.post("/create-invite", FORM, "").body()).doesNotContain("/language");
    String alias = site.getFrom("alice.room.example", "/");
    assertThat(alias).contains("<bdi>alice</bdi></h1>").doesNotContain("/language");
  }

  @Test
  void aliasHost_always_goesByTheBrowserAndReadsNoCookie() throws Exception {
    site.memberCalled("alice");

    String page =
        site.exchange(
            "GET / HTTP/1.1",
            "Host: alice.room.example",
            "Accept-Language: de",
            "Cookie: __Host-language=en",
            TestSite.CLOSE,
            "",
            "");

    assertThat(page)
        .containsIgnoringCase("content-language: de\r\n")
        .doesNotContainIgnoringCase("set-cookie");
    assertThat(site.getFrom("alice.room.example", "/language")).startsWith("HTTP/1.1 404 ");
  }

  @Test
  void foot_ofAPage_leadsToTheRulesThatThereAre() throws Exception {
    assertThat(site.get("/").body()).doesNotContain("/notice/show");

    site.room
        .notices()
        .save(Actor.operator(), NoticeKind.PRIVACY_POLICY, "en", "We keep little", "Nothing.");
    assertThat(site.get("/").body())
        .contains("href=\"/notice/show?kind=privacy-policy\"")
        .doesNotContain("code-of-conduct");

    site.room.notices().delete(Actor.operator(), NoticeKind.PRIVACY_POLICY, "en");
    assertThat(site.get("/").body()).doesNotContain("/notice/show");
  }

  @Test
  void language_ofAnOperator_isOfferedAndFallsBackToEnglish() throws Exception {
    reopen("landing.ckb-XB.properties", "landing.join.title = ادخل\n");

    HttpResponse<String> page = site.get("/", "Accept-Language", "ckb-XB");

    assertThat(language(page)).isEqualTo("ckb-XB");
    assertThat(page.body())
        .contains("<html lang=\"ckb-XB\" dir=\"rtl\">", "ادخل", "This is a meeting place")
        .contains("<option value=\"ckb-XB\"");
  }

  @Test
  void files_ofWholeLanguages_countMoreThanThoseOfAreas() throws Exception {
    Files.writeString(
        directory.resolve("messages_pt_BR.properties"),
        "landing.join.title = Entre\njoin.below = Um convite\n");
    Files.writeString(
        directory.resolve("landing.pt-BR.properties"),
        "landing.join.title = Entrem\nlanding.about.more = Mais\n");
    Texts texts = Texts.load(directory);
    Language brazilian = texts.language("pt-BR").orElseThrow();

    assertThat(texts.say(brazilian, "landing.join.title")).isEqualTo("Entre");
    assertThat(texts.say(brazilian, "landing.about.more")).isEqualTo("Mais");
    assertThat(texts.say(brazilian, "join.below")).isEqualTo("Um convite");
  }

  @Test
  void textsOfAnOperator_overOurs_count() throws Exception {
    reopen("landing.de.properties", "landing.join.title = Moin, komm 'rein\n");

    assertThat(site.get("/", "Accept-Language", "de").body())
        .contains("Moin, komm ’rein", "Gerade sind 3 Leute online");
  }

  @Test
  void regionOfALanguage_ofAnOperator_takesTheRestFromTheLanguage() throws Exception {
    reopen("landing.de-CH.properties", "landing.join.title = Chum ine\n");

    assertThat(site.get("/", "Accept-Language", "de-CH").body())
        .contains("Chum ine", "Gerade sind 3 Leute online");
    assertThat(site.get("/", "Accept-Language", "de").body()).contains("Beitreten");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "landing.fr.properties | landing.join.title = {0",
        "landing.fr.properties | landing.join.title = {1}",
        "landing.fr.properties | landing.online = {0, plural, one {#}}",
        "landing.fr.properties | landing.online = {1, plural, other {#}}",
        "landing.fr.properties | landing.no-such = x",
        "landing.fr.properties | landing.join.title = \\u12",
        "nowhere.fr.properties | nowhere.a = x",
        "landing.f.properties | landing.join.title = x",
        "messages_fr.properties | landing.no-such = x",
        "messages.fr.properties | landing.join.title = x",
        "landing.fr.txt | landing.join.title = x"
      })
  void file_thatCannotBeUsed_isLeftOut(String name, String content) throws Exception {
    Files.writeString(directory.resolve(name), content);

    assertThat(Texts.load(directory).languages())
        .extracting(Language::tag)
        .containsExactlyInAnyOrderElementsOf(Texts.BUILT_IN);
  }

  @Test
  void text_thatIsNoMore_isLeftOut_andTheRestOfItsFileCounts() throws Exception {
    Files.writeString(
        directory.resolve("landing.fr.properties"),
        "landing.no-more = x\nlanding.join.title = Entrez\n");
    Texts texts = Texts.load(directory);

    assertThat(texts.say(texts.language("fr").orElseThrow(), "landing.join.title"))
        .isEqualTo("Entrez");
  }

  @Test
  void file_thatIsNotUtf8_isLeftOut() throws Exception {
    Files.write(
        directory.resolve("landing.fr.properties"),
        "landing.join.title = é".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(Texts.load(directory).languages()).hasSameSizeAs(Texts.BUILT_IN);
    assertThat(Texts.load(directory.resolve("missing")).languages()).hasSameSizeAs(Texts.BUILT_IN);
  }

  @Test
  void text_thatDoesNotFitItsValues_isSaidInEnglish() throws Exception {
    Files.writeString(
        directory.resolve("alias.fr.properties"), "alias.below = {0,choice,0#a|1#b}\n");

    assertThat(Texts.load(directory).say(Language.of("fr"), "alias.below", "Harbour"))
        .isEqualTo("A member of Harbour");
  }

  @Test
  void text_ofAnOperator_hasPluralFormsOfItsLanguage_orChoices() throws Exception {
    Files.writeString(
        directory.resolve("messages_cs.properties"),
        """
        landing.online = {0, plural, one {# člověk} few {# lidé} other {# lidí}}
        members.below = {0,choice,0#nikdo|1#jeden|1<{0} členů}
        """);
    Texts texts = Texts.load(directory);
    Language czech = texts.language("cs").orElseThrow();

    assertThat(texts.say(czech, "landing.online", 3)).isEqualTo("3 lidé");
    assertThat(texts.say(czech, "landing.online", 5)).isEqualTo("5 lidí");
    assertThat(texts.say(czech, "members.below", 5)).isEqualTo("5 členů");
  }

  @Test
  void texts_withNumbers_areRightForEach() {
    Texts texts = Texts.builtIn();
    Language german = Language.of("de");

    assertThat(List.of(0, 1, 2, 1234))
        .extracting(n -> texts.say(Language.ENGLISH, "landing.online", n))
        .containsExactly(
            "Nobody is online now",
            "1 person is online now",
            "2 people are online now",
            "1,234 people are online now");
    assertThat(texts.say(german, "landing.online", 1234))
        .isEqualTo("Gerade sind 1.234 Leute online");
  }

  @Test
  void values_withBracesAndApostrophes_areShownAsTheyAre() {
    assertThat(Texts.builtIn().say(Language.ENGLISH, "alias.below", "{0} 'n' <b>"))
        .isEqualTo("A member of {0} 'n' <b>");
  }

  @ParameterizedTest
  @CsvSource({"de-CH, Deutsch (Schweiz)", "en, English", "und, und"})
  void name_ofALanguage_isWhatThoseWhoSpeakItCallIt_orItsTag(String tag, String name) {
    assertThat(Language.of(tag).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({"ar, rtl", "he-IL, rtl", "fa, rtl", "de, ltr", "az-Arab, rtl", "ks-Deva, ltr"})
  void direction_ofALanguage_followsItsScript(String tag, String direction) {
    assertThat(Language.of(tag).direction()).isEqualTo(direction);
  }

  @Test
  void datesAndNumbers_inAFrame_followItsLanguage() {
    Layout german =
        new Layout(
            Texts.builtIn(),
            Language.of("de"),
            List.of(),
            "/",
            "/",
            RoomSettings.ofANewRoom(PrivacyMode.OPEN, "Harbour"),
            new PublicAddress(
                TestSite.newId(),
                WebOrigin.https(TestSite.HOST),
                Optional.empty(),
                new HostAndPort(TestSite.HOST, 8008),
                new HostAndPort(TestSite.HOST, 443),
                false),
            List.of(),
            List.of(),
            Face.of(RoomSettings.ofANewRoom(PrivacyMode.OPEN, "Harbour"), Optional.empty()),
            "",
            Layout.Flash.NONE,
            new People(site.room.standings(), site.room.names()::of, null),
            "",
            false,
            null);

    assertThat(german.date(TestSite.START)).isEqualTo("01.05.2026");
    assertThat(german.time(TestSite.START)).isEqualTo("01.05.2026, 12:00 UTC");
    assertThat(german.number(12345)).isEqualTo("12.345");
    assertThat(german.end(Instant.parse("2026-05-04T00:00:00Z")))
        .isEqualTo("03.05.2026, 23:59 UTC");
    assertThat(german.end(Instant.parse("2026-05-04T00:01:00Z")))
        .isEqualTo("04.05.2026, 00:01 UTC");
    assertThat(german.list(List.of("eins", "zwei", "drei")))
        .isEqualTo("\u2068eins\u2069, \u2068zwei\u2069 und \u2068drei\u2069");
    assertThat(german.list(List.of())).isEmpty();
    assertThat(german.around("join.terms.until")).containsExactly("Sie gilt bis ", ".");
  }
}
