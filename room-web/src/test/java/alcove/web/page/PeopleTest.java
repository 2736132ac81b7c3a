package alcove.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.model.Session;
import alcove.room.model.SignInWay;
import alcove.room.names.PersonNames;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Standing;
import alcove.room.policy.Standings;
import alcove.web.TestSite;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people are called, and who reads it. */
class PeopleTest {
  private static final PersonNames ALL =
      new PersonNames("Anna", List.of("anna", "zoe"), "from the allotment");

  private final Map<FeedId, Standing> standings = new HashMap<>();
  private final Map<FeedId, PersonNames> names = new HashMap<>();
  private PrivacyMode mode = PrivacyMode.COMMUNITY;

  private FeedId member(PersonNames of) {
    FeedId id = TestSite.newId();
    standings.put(id, Standing.MEMBER);
    names.put(id, of);
    return id;
  }

  private People seenBy(Standing reader) {
    FeedId id = TestSite.newId();
    standings.put(id, reader);
    return seenBy(id);
  }

  private People seenBy(FeedId id) {
    Session session =
        new Session(
            1,
            id,
            SignInWay.APP,
            Session.Device.UNKNOWN,
            TestSite.START,
            TestSite.START,
            TestSite.START);
    return people(
        new SignedIn(session, mode, standings.getOrDefault(id, Standing.EXTERNAL), false, "token"));
  }

  private People people(@Nullable SignedIn reader) {
    return new People(
        new Standings() {
          @Override
          public PrivacyMode privacyMode() {
            return mode;
          }

          @Override
          public Standing of(FeedId id) {
            return standings.getOrDefault(id, Standing.EXTERNAL);
          }
        },
        id -> names.getOrDefault(id, PersonNames.NONE),
        reader);
  }

  @Test
  void name_isTheirOwn_thenAnAlias_thenANote_thenBothEndsOfTheId() {
    People moderator = seenBy(Standing.MODERATOR);

    assertThat(moderator.of(member(ALL)).name()).isEqualTo("Anna");
    assertThat(moderator.of(member(new PersonNames("", ALL.aliases(), "note"))).name())
        .isEqualTo("anna");
    assertThat(moderator.of(member(new PersonNames("", List.of(), "note"))).name())
        .isEqualTo("note");
    FeedId nameless = member(PersonNames.NONE);
    String id = nameless.toString();
    assertThat(moderator.of(nameless).name())
        .isEqualTo(id.substring(0, 7) + "\u2026" + id.substring(40, 45));
    assertThat(moderator.of(nameless).isNamed()).isFalse();
  }

  @Test
  void note_isReadByModerators_andNobodyElse() {
    FeedId noted = member(new PersonNames("", List.of(), "note"));

    assertThat(seenBy(Standing.ADMIN).of(noted).name()).isEqualTo("note");
    assertThat(seenBy(Standing.MEMBER).of(noted).isNamed()).isFalse();
    assertThat(seenBy(noted).of(noted).isNamed()).isFalse();
    assertThat(people(null).introduced(noted).isNamed()).isFalse();
  }

  @Test
  void whoeverMayNotSeeMembers_seesNoName() {
    FeedId anna = member(ALL);

    assertThat(people(null).of(anna).isNamed()).isFalse();
    assertThat(seenBy(Standing.EXTERNAL).of(anna).isNamed()).isFalse();
    assertThat(seenBy(Standing.EXTERNAL).of(anna).href()).isNull();
  }

  @Test
  void whoeverIsIntroduced_hasANameForAll_butNotTheWholeId() {
    Person anna = people(null).introduced(member(ALL));
    assertThat(anna.name()).isEqualTo("Anna");
    assertThat(anna.id()).isNull();
    assertThat(anna.href()).isNull();

    FeedId owner = member(new PersonNames("", List.of("owner"), ""));
    assertThat(people(null).introduced(owner).name()).isEqualTo("owner");
    mode = PrivacyMode.RESTRICTED;
    assertThat(people(null).introduced(owner).isNamed()).isFalse();
    mode = PrivacyMode.COMMUNITY;
    standings.put(owner, Standing.BLOCKED);
    assertThat(people(null).introduced(owner).isNamed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "MEMBER, MEMBER, /dashboard/members/one?id=",
    "BLOCKED, MODERATOR, /dashboard/blocked?q=",
    "BLOCKED, MEMBER, ",
    "EXTERNAL, ADMIN, "
  })
  void person_leadsToWhereTheReaderMayReadMore(
      Standing whose, Standing reader, @Nullable String begin) {
    FeedId id = TestSite.newId();
    standings.put(id, whose);

    @Nullable String href = seenBy(reader).of(id).href();

    assertThat(href).isEqualTo(begin == null ? null : begin + LocalPath.encode(id.toString()));
  }

  @Test
  void reader_isYou_andWhoHasNoKey_isATextAlone() {
    FeedId id = member(ALL);

    assertThat(seenBy(id).of(id).text()).isEqualTo("members.actor.you");
    assertThat(seenBy(id).of(Actor.operator()).text()).isEqualTo("members.actor.operator");
    assertThat(seenBy(id).of(Actor.visitor()).picture()).isNull();
  }
}
