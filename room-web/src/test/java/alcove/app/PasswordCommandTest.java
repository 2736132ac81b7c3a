package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.app.Operator.Way;
import alcove.crypto.CryptoChoice;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.room.model.Session;
import alcove.room.model.SignInWay;
import alcove.room.policy.Actor;
import alcove.room.policy.Role;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an operator does about passwords, through a server that runs and without one. */
class PasswordCommandTest {
  private final FeedId alice = FeedKeyPair.create(CryptoChoice.JAVA.load()).id();

  @TempDir private Path folder;
  private Operator operator;

  PasswordCommandTest() throws Exception {}

  @BeforeEach
  void open() throws Exception {
    operator =
        Operator.of(folder.resolve("data"))
            .prepare(
                room -> {
                  room.members().add(Actor.operator(), alice, Role.MEMBER);
                  room.passwords().set(alice, "correct horse");
                  room.sessions().open(alice, SignInWay.PASSWORD, Session.Device.UNKNOWN, "");
                });
  }

  @AfterEach
  void close() {
    operator.close();
  }

  @ParameterizedTest
  @EnumSource
  void password_removed_endsSessionsAndIsInTheAuditLog(Way way) throws Exception {
    operator.by(way);
    String id = alice.toString();
    assertThat(operator.run("session", "list", id, "--json").json()).hasSize(1);

    assertThat(operator.run("password", "remove", id).lines())
        .containsExactly(id + ": password removed, signed out everywhere");

    assertThat(operator.run("session", "list", id, "--json").json()).isEmpty();
    var entry = operator.run("audit", "list", "--about", "members", "--json").json().path(0);
    assertThat(entry.path("action").asText()).isEqualTo("password-removed");
    assertThat(entry.path("by").asText()).isEqualTo("operator");
    assertThat(entry.path("subject").asText()).isEqualTo(id);
    operator.run("password", "remove", id).isRefused(id + " has no password");
    operator.close();
    operator.prepare(room -> assertThat(room.passwords().isSet(alice)).isFalse());
  }

  @ParameterizedTest
  @EnumSource
  void resetLink_isOnTheLastLine(Way way) throws Exception {
    operator.by(way);

    assertThat(operator.run("password", "reset-link", alice.toString()).lines())
        .hasSize(2)
        .last()
        .asString()
        .matches("http://localhost:[0-9]+/password\\?token=[-_A-Za-z0-9]{43}");
  }

  @ParameterizedTest
  @EnumSource
  void password_withoutAnId_isAUsageError(Way way) throws Exception {
    operator.by(way);

    assertThat(operator.run("password", "remove").code()).isEqualTo(2);
    assertThat(operator.run("password", "remove", "alice").code()).isEqualTo(2);
  }
}
