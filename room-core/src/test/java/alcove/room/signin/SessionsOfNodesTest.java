package alcove.room.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.identity.FeedId;
import alcove.room.Room;
import alcove.room.RoomFixture;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomSetting;
import alcove.room.model.Session;
import alcove.room.model.SignInWay;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.store.TestDatabases;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one of two nodes knows of sessions without the registry, after changes at the other. */
class SessionsOfNodesTest {
  private static final Actor OPERATOR = Actor.operator();

  private final RoomFixture fixture = new RoomFixture(TestDatabases.h2(), PrivacyMode.COMMUNITY);
  private final Room here = fixture.room;
  private final Room there = fixture.open();
  private FeedId moderator;
  private String token;
  private int changes;

  @BeforeEach
  void signIn() throws Exception {
    moderator = fixture.join(fixture.alice, Role.MODERATOR);
    token = open(moderator);
    follow(there);
    assertThat(here.sessions().find(token)).isPresent();
    assertThat(here.sessions().known(token)).isPresent();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private String open(FeedId who) throws RefusedException {
    return here.sessions().open(who, SignInWay.APP, Session.Device.UNKNOWN, "").token().text();
  }

  /** Has a node look at the registry, as followers do, by a change of its own. */
  private void follow(Room node) throws RefusedException {
    node.change(OPERATOR, RoomSetting.NAME, "Room " + changes++);
  }

  private long number(String text) {
    return here.sessions().find(text).orElseThrow().id();
  }

  @Test
  void moderator_blocksWithoutTheRegistry_whateverElseChangedElsewhere() throws Exception {
    FeedId bob = fixture.join(fixture.bob, Role.MEMBER);
    String bobs = open(bob);
    follow(there);
    there.sessions().find(bobs);
    there.sessions().endAll(bob);
    there.blocks().block(OPERATOR, bob, "", Optional.empty());
    follow(here);

    assertThat(here.sessions().known(token)).map(Session::member).contains(moderator);
    assertThat(here.sessions().known(bobs)).isEmpty();
  }

  @Test
  void session_thatEndedElsewhere_isNotKnown() throws Exception {
    there.sessions().end(token);
    follow(here);

    assertThat(here.sessions().known(token)).isEmpty();
  }

  @Test
  void sessions_thatEndedElsewhere_butForOne_leaveThatOne() throws Exception {
    String other = open(moderator);
    number(other);
    number(token);
    follow(there);
    there.sessions().end(other);
    follow(here);

    assertThat(here.sessions().known(token)).isPresent();
    assertThat(here.sessions().known(other)).isEmpty();
  }

  @Test
  void moderator_whoIsNoneAnyMoreElsewhere_isKnownAndMayNotBlock() throws Exception {
    FeedId bob = fixture.join(fixture.bob, Role.MEMBER);
    follow(there);
    there.members().changeRole(OPERATOR, moderator, Role.MEMBER);
    follow(here);

    Session known = here.sessions().known(token).orElseThrow();
    assertThatThrownBy(
            () -> here.blocks().begin(Actor.of(known.member()), bob, "", Optional.empty()))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void member_whoWasRemovedOrBlockedElsewhere_isNotKnown() throws Exception {
    there.members().remove(OPERATOR, moderator);
    follow(here);
    assertThat(here.sessions().known(token)).isEmpty();

    fixture.join(fixture.alice, Role.MODERATOR);
    String again = open(moderator);
    number(again);
    follow(there);
    there.blocks().block(OPERATOR, moderator, "", Optional.empty());
    follow(here);

    assertThat(here.sessions().known(again)).isEmpty();
  }
}
