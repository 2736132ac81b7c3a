package alcove.room.signin;

import alcove.cluster.shared.NodeCalls;
import alcove.cluster.shared.SharedForm;
import alcove.cluster.shared.SharedPlaces;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.SecretToken;
import alcove.room.passkeys.PasskeyChallenge;
import io.vertx.core.Future;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The challenges that devices were asked to sign, until they have: in memory, on all nodes of the
 * room, for each browser under the hash of its secret. Thread-safe.
 */
final class PasskeyChallenges {
  private static final int MOST = 1000;

  private final InstantSource clock;
  private final SharedPlaces<Asked> begun;

  /** What is kept of a challenge, without the browser's secret. */
  private record Asked(String purpose, String text, String userHandle) {
    PasskeyChallenge of(SecretToken browser) {
      return new PasskeyChallenge(purpose, text, userHandle, List.of(), browser);
    }
  }

  PasskeyChallenges(NodeCalls nodes, InstantSource clock) {
    this.clock = clock;
    this.begun =
        new SharedPlaces<>(
            nodes, NodeCalls.Subject.PASSKEYS, new Form(), MOST, Passkeys.PATIENCE, clock);
  }

  /**
   * Keeps one. Never blocks.
   *
   * @param origin what limits on where the browser is go by; null if none apply
   */
  PasskeyChallenge keep(PasskeyChallenge challenge, @Nullable String origin) {
    var _ =
        begun.put(
            challenge.browser().hash(),
            new Asked(challenge.purpose(), challenge.text(), challenge.userHandle()),
            clock.instant().plus(Passkeys.PATIENCE),
            origin);
    return challenge;
  }

  /** Completes when all nodes know it; never fails. Never blocks. */
  Future<Void> told(PasskeyChallenge challenge) {
    return begun.tell(challenge.browser().hash());
  }

  /**
   * Takes out what a browser has begun, which is over by that, whatever comes of it. Never blocks.
   *
   * @return on any thread; fails with {@link RefusedException} ({@link Refusal#PASSKEY_OVER}) if
   *     there is nothing
   */
  Future<TakenChallenge> take(String browser) {
    Optional<SecretToken> secret = SecretToken.parse(browser);
    if (secret.isEmpty()) {
      return Future.failedFuture(TakenChallenge.over());
    }
    return begun
        .take(secret.get().hash())
        .compose(
            asked ->
                asked
                    .map(each -> new TakenChallenge(each.of(secret.get())))
                    .map(Future::succeededFuture)
                    .orElseGet(() -> Future.failedFuture(TakenChallenge.over())));
  }

  /** The form in which nodes tell each other of them: three texts. */
  private static final class Form implements SharedForm<Asked> {
    @Override
    public void write(Asked asked, DataOutput out) throws IOException {
      out.writeUTF(asked.purpose());
      out.writeUTF(asked.text());
      out.writeUTF(asked.userHandle());
    }

    @Override
    public Asked read(String hash, @Nullable String origin, Instant end, DataInput in)
        throws IOException {
      return new Asked(in.readUTF(), in.readUTF(), in.readUTF());
    }
  }
}
