package alcove.room.signin;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.RegistryTest;
import alcove.room.model.Member;
import alcove.room.model.Refusal;
import alcove.room.model.SecretToken;
import alcove.room.policy.Actor;
import alcove.room.policy.Role;
import alcove.room.policy.Standing;
import alcove.store.DatabaseUrl;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

public class SetupTest extends RegistryTest {
  SetupTest(Supplier<DatabaseUrl> databases) {
    super(databases);
  }

  @Test
  void setupLink_makesTheFirstAdmin_once() throws Exception {
    FeedId alice = fixture.alice.id();
    String token = room.setup().newToken().text();
    room.setup().look(token);

    room.setup().claim(token, alice);

    assertThat(room.setup().hasAdmin()).isTrue();
    assertThat(fixture.open().standings().of(alice)).isEqualTo(Standing.ADMIN);
    assertRefused(Refusal.HAS_ADMIN, () -> room.setup().claim(token, fixture.bob.id()));
    assertRefused(Refusal.HAS_ADMIN, () -> room.setup().newToken());
    assertRefused(Refusal.HAS_ADMIN, () -> room.setup().byOperator(fixture.bob.id()));
  }

  @Test
  void olderSetupLink_isDead_alsoAfterARestart() throws Exception {
    String older = room.setup().newToken().text();
    String newer = room.setup().newToken().text();

    assertRefused(Refusal.SETUP_LINK_UNKNOWN, () -> room.setup().claim(older, fixture.bob.id()));
    assertRefused(Refusal.SETUP_LINK_UNKNOWN, () -> room.setup().look("nonsense"));
    fixture.open().setup().look(newer);
  }

  @Test
  void secretOfSomethingElse_isNoSetupLink_andBeginsNoChange() throws Exception {
    room.setup().newToken();
    long before = fixture.kept();
    int changes = fixture.changes();

    String other = SecretToken.create().text();
    assertThat(room.setup().claimIfLink(other, fixture.bob.id())).isEmpty();
    assertThat(room.setup().claimIfLink("nonsense", fixture.bob.id())).isEmpty();

    assertThat(fixture.kept()).isEqualTo(before);
    assertThat(fixture.changes()).isEqualTo(changes);
  }

  @Test
  void member_isMadeTheFirstAdmin_andStaysWhoInvitedIt() throws Exception {
    FeedId bob = fixture.join(fixture.bob, Role.MEMBER);
    Member before = room.members().find(bob).orElseThrow();

    assertThat(room.setup().byOperator(bob)).isEqualTo(before.withRole(Role.ADMIN));
  }

  @Test
  void blockedKey_becomesNoAdmin() throws Exception {
    room.blocks().block(Actor.operator(), fixture.bob.id(), "", Optional.empty());

    assertRefused(Refusal.BLOCKED, () -> room.setup().byOperator(fixture.bob.id()));
  }
}
