package alcove.room.members;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.RegistryTest;
import alcove.room.model.Member;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.policy.Actor;
import alcove.room.policy.Role;
import alcove.store.DatabaseUrl;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

public class InviteTreeTest extends RegistryTest {
  private static final Actor OPERATOR = Actor.operator();

  InviteTreeTest(Supplier<DatabaseUrl> databases) {
    super(databases);
  }

  private static FeedId id(int number) {
    return FeedId.of(ByteBuffer.allocate(32).putInt(number + 1).array());
  }

  /** Members 0 to {@code most}, each invited by the one that {@code inviter} says. */
  private void fill(int most, IntFunction<Optional<FeedId>> inviter) {
    fixture.write(
        tables -> {
          for (int i = 0; i <= most; i++) {
            tables
                .members()
                .put(
                    Member.joining(
                        id(i),
                        Role.MEMBER,
                        fixture.instant().plusSeconds(i),
                        inviter.apply(i),
                        Optional.empty()));
          }
        });
  }

  private InviteTree tree(int number) throws RefusedException {
    return room.members().treeOf(OPERATOR, id(number));
  }

  private static Stream<InviteTree.Branch> all(InviteTree.Branch branch) {
    return Stream.concat(Stream.of(branch), branch.invited().stream().flatMap(InviteTreeTest::all));
  }

  private static int depth(InviteTree.Branch branch) {
    return branch.invited().stream().mapToInt(each -> 1 + depth(each)).max().orElse(0);
  }

  @Test
  void member_hasWhoeverInvitedThemAbove_andThoseTheyInvitedBelow() throws Exception {
    fill(6, i -> i == 0 ? Optional.empty() : Optional.of(id((i - 1) / 2)));

    InviteTree tree = tree(1);
    assertThat(tree.inviters()).containsExactly(id(0));
    assertThat(tree.isLonger()).isFalse();
    assertThat(tree.root().count()).isEqualTo(2);
    assertThat(tree.root().invited())
        .extracting(InviteTree.Branch::id)
        .containsExactly(id(3), id(4));
    assertThat(all(tree(0).root()).map(InviteTree.Branch::id))
        .containsExactly(id(0), id(1), id(3), id(4), id(2), id(5), id(6));
    assertThat(tree(6).root().invited()).isEmpty();
    assertThat(tree(6).inviters()).containsExactly(id(2), id(0));
  }

  @Test
  void twentyThousand_inOneLine_areCutAtBothEnds() throws Exception {
    fill(20_000, i -> i == 0 ? Optional.empty() : Optional.of(id(i - 1)));

    InviteTree tree = tree(10_000);
    assertThat(tree.inviters())
        .hasSize(InviteTree.MOST_INVITERS)
        .startsWith(id(9_999))
        .endsWith(id(10_000 - InviteTree.MOST_INVITERS));
    assertThat(tree.isLonger()).isTrue();
    assertThat(depth(tree.root())).isEqualTo(InviteTree.MOST_STEPS);
    assertThat(all(tree.root()).toList().getLast().count()).as("goes on").isEqualTo(1);
  }

  @Test
  void twentyThousand_underOne_areCounted_andTheFirstShown() throws Exception {
    fill(20_000, i -> i == 0 ? Optional.empty() : Optional.of(id(0)));

    InviteTree.Branch root = tree(0).root();
    assertThat(root.count()).isEqualTo(20_000);
    assertThat(root.invited()).hasSize(InviteTree.MOST_OF_ONE);
    assertThat(root.more()).isEqualTo(20_000 - InviteTree.MOST_OF_ONE);
  }

  @Test
  void broadTree_isCutAtTheMost() throws Exception {
    fill(5_000, i -> i == 0 ? Optional.empty() : Optional.of(id((i - 1) / 15)));

    assertThat(all(tree(0).root())).hasSize(InviteTree.MOST + 1);
  }

  /** Somebody leaves, and comes back by an invite of somebody whom they had invited. */
  @Test
  void circle_isGoneRoundOnce() throws Exception {
    fill(2, i -> Optional.of(id((i + 2) % 3)));

    InviteTree tree = tree(0);
    assertThat(tree.inviters()).containsExactly(id(2), id(1));
    assertThat(tree.isLonger()).isFalse();
    assertThat(all(tree.root()).map(InviteTree.Branch::id)).containsExactly(id(0), id(1), id(2));
  }

  /** Whoever is gone is named, as elsewhere, and nobody knows who invited them. */
  @Test
  void inviter_whoIsGone_endsTheLine() throws Exception {
    fill(3, i -> i == 0 ? Optional.empty() : Optional.of(id(i - 1)));
    room.members().remove(OPERATOR, id(1));

    assertThat(tree(3).inviters()).containsExactly(id(2), id(1));
    assertThat(tree(0).root().count()).isZero();
  }

  @Test
  void tree_isForThoseWhoSeeInviters() throws Exception {
    FeedId alice = fixture.join(fixture.alice, Role.ADMIN);
    FeedId bob = fixture.join(fixture.bob, Role.MODERATOR);
    FeedId carol = fixture.join(fixture.carol, Role.MEMBER);

    assertThat(room.members().treeOf(Actor.of(bob), carol).root().count()).isZero();
    assertRefused(Refusal.NOT_ALLOWED, () -> room.members().treeOf(Actor.of(carol), alice));
  }
}
