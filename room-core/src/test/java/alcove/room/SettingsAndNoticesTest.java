package alcove.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.identity.Word;
import alcove.room.model.Notice;
import alcove.room.model.NoticeKind;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomSetting;
import alcove.room.model.RoomSettings;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.store.DatabaseUrl;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsAndNoticesTest extends RegistryTest {
  SettingsAndNoticesTest(Supplier<DatabaseUrl> databases) {
    super(databases);
  }

  @BeforeEach
  void join() throws RefusedException {
    fixture.join(fixture.alice, Role.ADMIN);
    fixture.join(fixture.bob, Role.MODERATOR);
    fixture.join(fixture.carol, Role.MEMBER);
  }

  @ParameterizedTest
  @CsvSource({
    "privacy-mode, restricted",
    "name, Caf\u00e9 des Amis",
    "description, Come in",
    "description, ''",
    "language, de-CH",
    "alias-form, subdomain",
    "aliases-per-member, 0",
    "show-online, no",
    "contact, mailto:ana@example.org",
    "contact, ''",
    "imprint, https://example.org/imprint"
  })
  void setting_changedByAnAdmin_holdsAfterARestart(String name, String value) throws Exception {
    RoomSetting setting = Word.named(RoomSetting.class, name).orElseThrow();

    room.change(Actor.of(fixture.alice.id()), setting, value);

    assertThat(room.settings().get(setting)).isEqualTo(value);
    assertThat(fixture.open().settings()).isEqualTo(room.settings());
  }

  @ParameterizedTest
  @CsvSource({
    "privacy-mode, Open",
    "name, ''",
    "name, '  '",
    "description, 'two\nlines'",
    "language, english!",
    "alias-form, path/",
    "aliases-per-member, -1",
    "aliases-per-member, many",
    "aliases-per-member, 1001",
    "show-online, true",
    "contact, 'two\nlines'",
    "imprint, 'two\nlines'"
  })
  void value_thatIsNone_isRefusedWithWhatIsExpected(String name, String value) {
    RoomSetting setting = Word.named(RoomSetting.class, name).orElseThrow();

    assertThatThrownBy(() -> room.change(Actor.operator(), setting, value))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.reason()).isEqualTo(Refusal.SETTING))
        .hasMessageContaining(setting.expected());
  }

  @Test
  void settings_ofANewRoom_areValuesOfTheirSettings() throws Exception {
    RoomSettings fresh = RoomSettings.ofANewRoom(PrivacyMode.OPEN, "Room");

    for (RoomSetting setting : RoomSetting.values()) {
      assertThat(fresh.with(setting, fresh.get(setting))).isEqualTo(fresh);
    }
    assertThat(fresh.showOnline()).isTrue();
    assertThat(fresh.with(RoomSetting.SHOW_ONLINE, "no").showOnline()).isFalse();
    assertThat(fresh.with(RoomSetting.CONTACT, " me ").contact()).isEqualTo("me");
  }

  @Test
  void notice_inTheBestLanguage_isTheNearestThatThereIs() throws Exception {
    for (String language : List.of("de", "de-AT", "fr", "pt-BR", "en")) {
      room.notices().save(Actor.operator(), NoticeKind.NEWS, language, language, "");
    }

    assertThat(best("de-at", "de")).isEqualTo("de-AT");
    assertThat(best("de-CH", "fr")).isEqualTo("de");
    assertThat(best("pt")).isEqualTo("pt-BR");
    assertThat(best("pt-PT")).isEqualTo("pt-BR");
    assertThat(best("ja", "fr-CA")).isEqualTo("fr");
    assertThat(best("d")).isEqualTo("fr");
    assertThat(best()).isEqualTo("fr");
    assertThat(room.notices().best(NoticeKind.DESCRIPTION, List.of("de"), "fr")).isEmpty();
    room.notices().delete(Actor.operator(), NoticeKind.NEWS, "fr");
    assertThat(best("ja")).isEqualTo("en");
    room.notices().delete(Actor.operator(), NoticeKind.NEWS, "en");
    assertThat(best("ja")).isEqualTo("de");
  }

  private String best(String... languages) {
    return room.notices().best(NoticeKind.NEWS, List.of(languages), "fr").orElseThrow().language();
  }

  @Test
  void moderator_changesNoSettings_butNotices() throws Exception {
    Actor bob = Actor.of(fixture.bob.id());
    assertRefused(Refusal.NOT_ALLOWED, () -> room.change(bob, RoomSetting.PRIVACY_MODE, "open"));
    assertRefused(Refusal.NOT_ALLOWED, () -> room.change(bob, RoomSetting.NAME, "Mine"));

    Notice notice = room.notices().save(bob, NoticeKind.NEWS, "en", " News ", "**Hello**");

    assertThat(notice.title()).isEqualTo("News");
    assertThat(fixture.open().notices().list()).containsExactly(notice);
    assertRefused(
        Refusal.NOT_ALLOWED,
        () -> room.notices().save(Actor.of(fixture.carol.id()), NoticeKind.NEWS, "en", "", ""));
  }

  @Test
  void name_thatTurnsTextAround_isKeptWithoutThat() throws Exception {
    room.change(Actor.operator(), RoomSetting.NAME, "\u202e \u2067Harbour\u2069");

    assertThat(fixture.open().settings().name()).isEqualTo("Harbour");
    assertRefused(
        Refusal.SETTING, () -> room.change(Actor.operator(), RoomSetting.NAME, "\u202e\u2066"));
  }

  @Test
  void notice_isOneForEachKindAndLanguage() throws Exception {
    Actor operator = Actor.operator();
    room.notices().save(operator, NoticeKind.NEWS, "en", "Old", "");
    Notice german = room.notices().save(operator, NoticeKind.NEWS, "de", "Neues", "");
    Notice english = room.notices().save(operator, NoticeKind.NEWS, "en", "News", "");

    assertThat(room.notices().list()).containsExactly(german, english);
    room.notices().delete(operator, NoticeKind.NEWS, "en");
    assertThat(room.notices().list()).containsExactly(german);
    assertRefused(Refusal.UNKNOWN, () -> room.notices().delete(operator, NoticeKind.NEWS, "en"));
  }

  @Test
  void notice_thatIsTooLongOrOfNoLanguage_isRefused() {
    Actor operator = Actor.operator();
    String longest = "x".repeat(Notice.LONGEST_CONTENT);

    assertRefused(
        Refusal.NOTICE_LENGTH,
        () -> room.notices().save(operator, NoticeKind.NEWS, "en", "", longest + "x"));
    assertRefused(
        Refusal.LANGUAGE_TAG, () -> room.notices().save(operator, NoticeKind.NEWS, "e n", "", ""));
  }
}
