package alcove.room.aliases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.room.RegistryTest;
import alcove.room.model.Alias;
import alcove.room.model.Page;
import alcove.room.model.Paging;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomSetting;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.room.policy.Standing;
import alcove.store.DatabaseUrl;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AliasesTest extends RegistryTest {
  AliasesTest(Supplier<DatabaseUrl> databases) {
    super(databases);
  }

  @BeforeEach
  void join() throws RefusedException {
    fixture.join(fixture.alice, Role.MODERATOR);
    fixture.join(fixture.bob, Role.MEMBER);
    fixture.join(fixture.carol, Role.MEMBER);
  }

  @Test
  void alias_registered_resolvesInAnyCase_alsoAfterARestart() throws Exception {
    Alias alias = fixture.register(fixture.bob, "bob-1");

    assertThat(room.aliases().resolve("Bob-1")).isEqualTo(alias);
    assertThat(fixture.open().aliases().resolve("bob-1")).isEqualTo(alias);
    assertThat(room.aliases().of(fixture.bob.id())).containsExactly("bob-1");
    assertThat(room.aliases().nameOf(fixture.bob.id())).contains("bob-1");
    assertThat(room.aliases().nameOf(fixture.carol.id())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a-", "1a", "a_b", "a.b", "\u00e4", "a b", "a\n", "A", "Alice"})
  void name_thatIsNoLabel_isRefused(String name) {
    assertRefused(Refusal.MALFORMED, () -> fixture.register(fixture.bob, name));
  }

  @Test
  void name_of63Characters_isTheLongest() throws Exception {
    assertThat(fixture.register(fixture.bob, "a".repeat(63)).name()).hasSize(63);
    assertRefused(Refusal.MALFORMED, () -> fixture.register(fixture.bob, "a".repeat(64)));
  }

  @Test
  void name_withUpperCase_isToldSo() {
    assertThatThrownBy(() -> fixture.register(fixture.bob, "Bob"))
        .hasMessageContaining("upper-case");
  }

  @ParameterizedTest
  @ValueSource(strings = {"join", "healthz", "www", "mail", "admin", "ns1", "xn--bb-eka", "api"})
  void name_ofTheRoomOrItsOperator_isReserved(String name) {
    assertRefused(Refusal.ALIAS_RESERVED, () -> fixture.register(fixture.bob, name));
  }

  @Test
  void signature_ofAnotherNameOrKeyOrNoneAtAll_isRefused() {
    FeedId bob = fixture.bob.id();
    String forAnother = fixture.sign(fixture.bob, "bobby");
    String byAnother = fixture.sign(fixture.carol, "bob");

    assertRefused(Refusal.BAD_SIGNATURE, () -> room.aliases().register(bob, "bob", forAnother));
    assertRefused(Refusal.BAD_SIGNATURE, () -> room.aliases().register(bob, "bob", byAnother));
    assertRefused(Refusal.BAD_SIGNATURE, () -> room.aliases().register(bob, "bob", "nonsense"));
  }

  @Test
  void signature_urlSafeAndWithoutSuffix_isAsGood() throws Exception {
    String written = fixture.sign(fixture.bob, "bob");
    String bare = written.substring(0, written.indexOf('.'));
    String urlSafe = bare.replace('+', '-').replace('/', '_');

    assertThat(room.aliases().register(fixture.bob.id(), "bob", bare).signature())
        .hasToString(written);
    assertThat(room.aliases().register(fixture.bob.id(), "bob", urlSafe).signature())
        .hasToString(written);
  }

  @Test
  void name_ofSomebodyElse_isTaken() throws Exception {
    fixture.register(fixture.bob, "bob");

    assertRefused(Refusal.ALIAS_TAKEN, () -> fixture.register(fixture.carol, "bob"));
    assertThatThrownBy(() -> fixture.register(fixture.carol, "bob"))
        .hasMessageContaining("is already taken");
  }

  @Test
  void member_withAllItsAliases_renewsOneButTakesNoOther() throws Exception {
    for (int i = 1; i <= 5; i++) {
      fixture.register(fixture.bob, "bob" + i);
    }

    fixture.register(fixture.bob, "bob5");
    assertRefused(Refusal.TOO_MANY_ALIASES, () -> fixture.register(fixture.bob, "bob6"));
    room.change(Actor.operator(), RoomSetting.ALIASES_PER_MEMBER, "6");
    fixture.register(fixture.bob, "bob6");
  }

  @Test
  void externalUser_registersInOpenRoomsAlone_andIsAMemberThen() throws Exception {
    FeedKeyPair dave = fixture.dave;
    assertRefused(Refusal.MODE, () -> fixture.register(dave, "dave"));
    mode(PrivacyMode.OPEN);

    fixture.register(dave, "dave");

    assertThat(fixture.open().standings().of(dave.id())).isEqualTo(Standing.MEMBER);
  }

  @Test
  void restrictedRoom_neitherRegistersNorResolves_butListsAndRevokes() throws Exception {
    fixture.register(fixture.bob, "bob");
    mode(PrivacyMode.RESTRICTED);

    assertRefused(Refusal.MODE, () -> fixture.register(fixture.bob, "bob2"));
    assertRefused(Refusal.ALIASES_OFF, () -> room.aliases().resolve("bob"));
    assertThat(room.aliases().nameOf(fixture.bob.id())).isEmpty();
    assertThat(room.aliases().of(fixture.bob.id())).containsExactly("bob");
    room.aliases().revoke(Actor.of(fixture.bob.id()), "bob");
    assertThat(room.aliases().list()).isEmpty();
  }

  @Test
  void aliasRevokedByItsOwner_isFreeForAnybody() throws Exception {
    fixture.register(fixture.bob, "bob");
    room.aliases().revoke(Actor.of(fixture.bob.id()), "bob");

    assertThat(fixture.register(fixture.carol, "bob").owner()).isEqualTo(fixture.carol.id());
  }

  @Test
  void aliasRevokedByAModerator_isKeptFromOthersFor30Days() throws Exception {
    fixture.register(fixture.bob, "bob");
    room.aliases().revoke(Actor.of(fixture.alice.id()), "bob");

    fixture.pass(Duration.ofDays(29));
    assertRefused(Refusal.ALIAS_TAKEN, () -> fixture.register(fixture.carol, "bob"));
    fixture.pass(Duration.ofDays(1));
    fixture.register(fixture.carol, "bob");
    assertThat(room.audit().newest(Actor.operator(), 1, null).getFirst().action())
        .isEqualTo("alias-revoked");
  }

  @Test
  void aliasOfAnother_revokedByAMember_isRefused() throws Exception {
    fixture.register(fixture.bob, "bob");

    assertRefused(
        Refusal.NOT_ALLOWED, () -> room.aliases().revoke(Actor.of(fixture.carol.id()), "bob"));
    assertRefused(
        Refusal.ALIAS_UNKNOWN, () -> room.aliases().revoke(Actor.of(fixture.carol.id()), "nobody"));
  }

  @Test
  void aliasOfABlockedKey_sleepsUntilItIsAMemberAgain() throws Exception {
    FeedId bob = fixture.bob.id();
    fixture.register(fixture.bob, "bob");
    room.blocks().block(Actor.operator(), bob, "", Optional.empty());
    assertRefused(Refusal.ALIAS_UNKNOWN, () -> room.aliases().resolve("bob"));
    assertRefused(Refusal.ALIAS_TAKEN, () -> fixture.register(fixture.carol, "bob"));

    room.blocks().unblock(Actor.operator(), bob);
    assertRefused(Refusal.ALIAS_UNKNOWN, () -> room.aliases().resolve("bob"));
    fixture.join(fixture.bob, Role.MEMBER);

    assertThat(room.aliases().resolve("bob").owner()).isEqualTo(bob);
  }

  @Test
  void page_hasThoseThatFit_byName() throws Exception {
    Actor reader = Actor.of(fixture.bob.id());
    Alias zora = fixture.register(fixture.bob, "zora");
    Alias ada = fixture.register(fixture.carol, "ada-x");

    Page<Alias> all = room.aliases().page(reader, "", new Paging(1, 1));
    assertThat(all.rows()).containsExactly(ada);
    assertThat(all.total()).isEqualTo(2);
    assertThat(room.aliases().page(reader, "", new Paging(2, 1)).rows()).containsExactly(zora);
    Paging first = new Paging(1, 10);
    assertThat(room.aliases().page(reader, " ZO", first).rows()).containsExactly(zora);
    assertThat(room.aliases().page(reader, fixture.carol.id().toString(), first).rows())
        .containsExactly(ada);
    assertThat(room.aliases().page(reader, "%", first).rows()).isEmpty();
    assertRefused(Refusal.MODE, () -> room.aliases().page(Actor.visitor(), "", first));
  }
}
