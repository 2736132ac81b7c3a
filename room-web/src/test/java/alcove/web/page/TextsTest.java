package alcove.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.health.Check;
import alcove.health.Diagnosis;
import alcove.health.Verdict;
import alcove.room.apps.Platform;
import alcove.room.audit.AuditAction;
import alcove.room.audit.AuditGroup;
import alcove.room.model.Invite;
import alcove.room.model.MemberSort;
import alcove.room.model.NoticeKind;
import alcove.room.model.Refusal;
import alcove.room.model.Report;
import alcove.room.model.RoomList;
import alcove.room.model.RoomSetting;
import alcove.room.model.SignInWay;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.tunnel.net.CloseReason;
import alcove.tunnel.splice.EndReason;
import alcove.tunnel.splice.Tunnels;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.attoparser.config.ParseConfiguration;
import org.attoparser.simple.AbstractSimpleMarkupHandler;
import org.attoparser.simple.SimpleMarkupParser;
import org.junit.jupiter.api.Test;

/** All texts of pages: in every language, used, and nowhere else. */
class TextsTest {
  private static final Path SOURCES = Path.of("src/main/java/alcove/web");
  private static final Path RESOURCES = Path.of("src/main/resources/alcove/web");

  /** The words for the settings that pages show as fields. */
  private static final List<String> SHOWN =
      Stream.of(RoomSetting.values())
          .filter(setting -> setting != RoomSetting.PRIVACY_MODE && setting != RoomSetting.COLOR)
          .map(RoomSetting::word)
          .toList();

  /** The figures that the past of a room can be looked at by. */
  private static final List<String> GROWTH =
      List.of("online", "people", "week-people", "members", "claims", "tunnels", "tunnel-bytes");

  /** Keys that are put together at run time: what they begin with, and what follows. */
  private static final Map<String, List<String>> FAMILIES =
      Map.ofEntries(
          Map.entry(
              "frame.notice.",
              words(
                  NoticeKind::word,
                  new NoticeKind[] {NoticeKind.CODE_OF_CONDUCT, NoticeKind.PRIVACY_POLICY})),
          Map.entry("frame.role.", words(Role::word, Role.values())),
          Map.entry("landing.", List.of("contact", "imprint")),
          Map.entry("landing.join.", words(PrivacyMode::word, PrivacyMode.values())),
          Map.entry("landing.mode.", words(PrivacyMode::word, PrivacyMode.values())),
          Map.entry("dashboard.mode.", words(PrivacyMode::word, PrivacyMode.values())),
          Map.entry("dashboard.invites.", List.of("all", "own")),
          Map.entry("dashboard.news.", AuditAction.all().stream().map(AuditAction::word).toList()),
          Map.entry("members.filter.online.", List.of("yes")),
          Map.entry("members.filter.alias.", List.of("yes", "no")),
          Map.entry("frame.menu.group.", List.of("people", "invites", "room", "server", "me")),
          Map.entry(
              "frame.done.",
              List.of(
                  "undo-late",
                  "signed-out",
                  "ended-all",
                  "left",
                  "readmitted",
                  "restored",
                  "several-undone",
                  "several-undone-some")),
          Map.entry(
              "members.done.",
              List.of(
                  "added",
                  "role-member",
                  "role-moderator",
                  "role-admin",
                  "removed",
                  "replaced",
                  "revoked",
                  "own",
                  "several-removed",
                  "several-removed-some",
                  "name",
                  "note",
                  "several-blocked",
                  "several-blocked-some")),
          Map.entry("audit.list.", words(RoomList::word, RoomList.values())),
          Map.entry("members.sort.", words(MemberSort::word, MemberSort.values())),
          Map.entry("members.role.", rolesAndTexts(words(Role::word, Role.values()))),
          Map.entry("report.done.", List.of("sent")),
          Map.entry("report.reason.", words(Report.Reason::word, Report.Reason.values())),
          Map.entry("report.state.", List.of("waiting", "taken", "closed")),
          Map.entry("reports.", List.of("none", "none-closed", "take", "leave")),
          Map.entry("reports.done.", List.of("taken", "left", "closed", "reopened")),
          Map.entry("reports.outcome.", words(Report.Outcome::word, Report.Outcome.values())),
          Map.entry("blocked.", List.of("none", "not-found")),
          Map.entry("blocked.done.", List.of("blocked", "unblocked")),
          Map.entry("aliases.done.", List.of("own", "revoked")),
          Map.entry("aliases.revoke.", List.of("own", "other")),
          Map.entry("error.", titlesAndTexts(words(Refusal::word, Refusal.values()))),
          Map.entry("error.page.", titlesAndTexts(words(ErrorPage::word, ErrorPage.values()))),
          Map.entry(
              "frame.menu.",
              List.of(
                  "account",
                  "aliases",
                  "audit",
                  "blocked",
                  "dashboard",
                  "doctor",
                  "invites",
                  "measurements",
                  "members",
                  "notices",
                  "reports",
                  "settings")),
          Map.entry("doctor.check.", words(Check::word, Check.values())),
          Map.entry(
              "doctor.page.verdict.",
              words(verdict -> verdict.name().toLowerCase(Locale.ROOT), Verdict.values())),
          Map.entry(
              "doctor.found.",
              Stream.of(Diagnosis.values()).flatMap(TextsTest::foundAndAdvised).toList()),
          Map.entry(
              "measurements.now.",
              List.of(
                  "attendants",
                  "database",
                  "handshakesDone",
                  "heap",
                  "peers",
                  "resident",
                  "tunnelBytes",
                  "tunnels",
                  "tunnelsOpened")),
          Map.entry("measurements.figure.", GROWTH),
          Map.entry("measurements.hint.", GROWTH),
          Map.entry("measurements.period.", List.of("day", "week", "month", "year", "two-years")),
          Map.entry("looks.done.", List.of("color", "picture", "removed")),
          Map.entry("apps.done.", List.of("added", "changed", "moved", "removed")),
          Map.entry("audit.group.", words(AuditGroup::word, AuditGroup.values())),
          Map.entry("audit.value.", List.of("empty", "no", "yes")),
          Map.entry(
              "account.done.",
              List.of(
                  "ended",
                  "name",
                  "password",
                  "passkey-added",
                  "passkey-removed",
                  "passkey-renamed")),
          Map.entry("account.passkeys.", List.of("default", "gone", "last", "off", "text")),
          Map.entry("account.password.", List.of("none", "there")),
          Map.entry("account.way.", words(SignInWay::word, SignInWay.values())),
          Map.entry("notice-list.about.", words(NoticeKind::word, NoticeKind.values())),
          Map.entry("notice-list.done.", List.of("deleted", "saved")),
          Map.entry("notice-list.kind.", words(NoticeKind::word, NoticeKind.values())),
          Map.entry("settings.", SHOWN),
          Map.entry("settings.alias-form.", RoomSetting.ALIAS_FORM.choices()),
          Map.entry("settings.audit-log-days.", RoomSetting.AUDIT_LOG_DAYS.choices()),
          Map.entry("settings.problem.", SHOWN),
          Map.entry("settings.done.", List.of("mode", "saved")),
          Map.entry(
              "settings.hint.",
              Stream.of(RoomSetting.values())
                  .filter(each -> !each.isSwitch())
                  .map(RoomSetting::word)
                  .filter(SHOWN::contains)
                  .toList()),
          Map.entry("settings.no-", List.of("domain")),
          Map.entry("settings.mode.", words(PrivacyMode::word, PrivacyMode.values())),
          Map.entry("settings.mode.about.", words(PrivacyMode::word, PrivacyMode.values())),
          Map.entry(
              "setup.step.",
              Stream.concat(
                      Stream.of("done"),
                      Stream.of("name", "language", "aliases", "mode")
                          .flatMap(word -> Stream.of(word, word + ".question", word + ".text")))
                  .toList()),
          Map.entry("join.platform.", words(Platform::word, Platform.values())),
          Map.entry("invites.below.", List.of("all", "own")),
          Map.entry(
              "invites.done.",
              List.of("revoked", "reopened", "several-revoked", "several-revoked-some")),
          Map.entry("invites.state.", words(TextsTest::kebab, Invite.State.values())),
          Map.entry(
              "measurements.table.", List.of("closed", "handshakes", "tunnelEnds", "tunnels")),
          Map.entry("measurements.closed.", words(TextsTest::kebab, CloseReason.values())),
          Map.entry("measurements.handshakes.", words(TextsTest::kebab, CloseReason.values())),
          Map.entry("measurements.handshakes.turned-", List.of("away")),
          Map.entry("measurements.tunnelEnds.", words(TextsTest::kebab, EndReason.values())),
          Map.entry("measurements.tunnels.", words(TextsTest::kebab, Tunnels.Refusal.values())));

  private static Stream<String> foundAndAdvised(Diagnosis diagnosis) {
    String key = diagnosis.word();
    return diagnosis.hasAdvice() ? Stream.of(key, key + ".todo") : Stream.of(key);
  }

  private static String kebab(Enum<?> reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static <T> List<String> words(Function<T, String> word, T[] all) {
    return Arrays.stream(all).map(word).toList();
  }

  private static List<String> rolesAndTexts(List<String> words) {
    return words.stream().flatMap(word -> Stream.of(word, word + ".text")).toList();
  }

  private static List<String> titlesAndTexts(List<String> words) {
    return words.stream().flatMap(TextsTest::titleAndText).toList();
  }

  private static final Pattern IN_TEMPLATE = Pattern.compile("#\\{([a-z][a-z0-9.-]+)");
  private static final Pattern QUOTED_IN_TEMPLATE =
      Pattern.compile("'([a-z-]+\\.[a-z0-9.-]*[a-z0-9])'");
  private static final Pattern IN_JAVA = Pattern.compile("\"([a-z-]+\\.[a-z0-9.-]*[a-z0-9])\"");

  /** Attributes that people read or hear. */
  private static final Set<String> READ =
      Set.of(
          "alt", "title", "aria-label", "aria-description", "placeholder", "data-label", "label");

  private static Stream<String> titleAndText(String word) {
    return Stream.of(word + ".title", word + ".text");
  }

  private static List<Path> files(Path directory, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  @Test
  void files_ofTexts_areOneForEachLanguage() throws IOException {
    assertThat(files(RESOURCES.resolve("texts"), ".properties"))
        .extracting(file -> file.getFileName().toString())
        .containsExactlyInAnyOrderElementsOf(
            Texts.BUILT_IN.stream().map("messages_%s.properties"::formatted).toList());
  }

  @Test
  void texts_always_haveTypographicMarks() {
    for (String tag : Texts.BUILT_IN) {
      assertThat(TextFiles.builtIn(tag).values())
          .noneMatch(text -> text.contains("\"") || text.contains("...") || text.contains(" - "));
    }
  }

  @Test
  void keys_thatPagesUse_areAllThereAndNoOthers() throws IOException {
    Set<String> used = new TreeSet<>();
    Set<String> named = new HashSet<>();
    for (Path template : files(RESOURCES.resolve("templates"), ".html")) {
      collect(IN_TEMPLATE, template, used);
      collect(QUOTED_IN_TEMPLATE, template, named);
    }
    for (Path source : files(SOURCES, ".java")) {
      collect(IN_JAVA, source, named);
    }
    Set<String> areas =
        Texts.builtIn().keys().stream()
            .map(key -> key.substring(0, key.indexOf('.')))
            .collect(Collectors.toSet());
    named.removeIf(word -> !areas.contains(word.substring(0, word.indexOf('.'))));
    used.addAll(named);
    FAMILIES.forEach((begin, ends) -> ends.forEach(end -> used.add(begin + end)));

    Set<String> missing = new TreeSet<>(used);
    missing.removeAll(Texts.builtIn().keys());
    Set<String> needless = new TreeSet<>(Texts.builtIn().keys());
    needless.removeAll(used);
    assertThat(missing).as("keys that pages use and no text has").isEmpty();
    assertThat(needless)
        .as("texts that no page uses; keys put together at run time belong into FAMILIES")
        .isEmpty();
  }

  private static void collect(Pattern pattern, Path file, Set<String> found) throws IOException {
    Matcher matcher = pattern.matcher(Files.readString(file));
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
  }

  @Test
  void templates_always_haveNoLettersOfTheirOwn() throws Exception {
    Map<String, String> found = new TreeMap<>();
    for (Path template : files(RESOURCES.resolve("templates"), ".html")) {
      try (Reader reader = Files.newBufferedReader(template)) {
        new SimpleMarkupParser(ParseConfiguration.htmlConfiguration())
            .parse(reader, new Letters(template.getFileName().toString(), found));
      }
    }

    assertThat(found).isEmpty();
  }

  @Test
  void letters_inTextOrAttribute_areFound() throws Exception {
    Map<String, String> found = new TreeMap<>();

    new SimpleMarkupParser(ParseConfiguration.htmlConfiguration())
        .parse(
            new StringReader("<p title='a'>b</p><i translate='no'>c</i><b th:text=\"'d'\">1</b>"),
            new Letters("x", found));

    assertThat(found.values()).containsExactlyInAnyOrder("a", "b", "'d'");
  }

  /** Notes what a template says by itself; names of products are marked as such. */
  private static final class Letters extends AbstractSimpleMarkupHandler {
    private static final Pattern LETTER = Pattern.compile("\\p{L}");
    private static final Pattern LITERAL = Pattern.compile("\\s*'[^']*\\p{L}[^']*'\\s*");

    private final String file;
    private final Map<String, String> found;
    private boolean name;

    private Letters(String file, Map<String, String> found) {
      this.file = file;
      this.found = found;
    }

    @Override
    public void handleOpenElement(
        String element, Map<String, String> attributes, int line, int column) {
      look(attributes, line);
      name = attributes != null && "no".equals(attributes.get("translate"));
    }

    @Override
    public void handleStandaloneElement(
        String element, Map<String, String> attributes, boolean minimized, int line, int column) {
      look(attributes, line);
    }

    @Override
    public void handleCloseElement(String element, int line, int column) {
      name = false;
    }

    @Override
    public void handleText(char[] buffer, int offset, int length, int line, int column) {
      String text = new String(buffer, offset, length).strip();
      if (!name && LETTER.matcher(text).find()) {
        found.put("%s:%s".formatted(file, line), text);
      }
    }

    private void look(Map<String, String> attributes, int line) {
      if (attributes != null) {
        attributes.forEach((attribute, value) -> look(attribute, value, line));
      }
    }

    private void look(String attribute, String value, int line) {
      boolean read = READ.contains(attribute) && LETTER.matcher(value).find();
      boolean said = attribute.startsWith("th:") && isSaid(attribute.substring(3), value);
      if (read || said) {
        found.put("%s:%s %s".formatted(file, line, attribute), value);
      }
    }

    private static boolean isSaid(String attribute, String value) {
      boolean html = attribute.equals("utext") && value.contains("#{");
      boolean shown = attribute.equals("text") || attribute.equals("utext");
      return html || ((shown || READ.contains(attribute)) && LITERAL.matcher(value).matches());
    }
  }

  @Test
  void stylesheetAndScripts_together_areSmall() throws IOException {
    long size = 0;
    for (Path file : files(RESOURCES.resolve("assets"), "")) {
      boolean counts = Files.isRegularFile(file) && !file.toString().endsWith(".png");
      size += counts ? Files.size(file) : 0;
    }

    assertThat(size).isLessThan(40_000);
    assertThat(Files.readString(RESOURCES.resolve("assets/alcove.css"), StandardCharsets.UTF_8))
        .doesNotContain("url(", "@import", "http");
  }
}
