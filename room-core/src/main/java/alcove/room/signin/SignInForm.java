package alcove.room.signin;

import alcove.cluster.shared.SharedForm;
import alcove.crypto.Crypto;
import alcove.identity.FeedId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The form in which nodes tell each other of sign-ins. Thread-safe.
 *
 * <pre>setup(1) stranger(1) sc claimed(1) [ peer(32) cc ] proved(1) [ peer(32) ]</pre>
 *
 * @param arrival hears of those that were begun elsewhere: the app may be connected here
 */
record SignInForm(Consumer<SignIn> arrival) implements SharedForm<SignIn> {
  @Override
  public void write(SignIn signIn, DataOutput out) throws IOException {
    out.writeBoolean(signIn.isForSetup());
    out.writeBoolean(signIn.isAnsweredByStranger());
    out.writeUTF(signIn.serverChallenge());
    out.writeBoolean(signIn.claim().isPresent());
    if (signIn.claim().isPresent()) {
      out.write(signIn.claim().get().peer().bytes());
      out.writeUTF(signIn.claim().get().challenge());
    }
    Optional<FeedId> proved = signIn.proved();
    out.writeBoolean(proved.isPresent());
    if (proved.isPresent()) {
      out.write(proved.get().bytes());
    }
  }

  @Override
  public SignIn read(String hash, @Nullable String origin, Instant end, DataInput in)
      throws IOException {
    boolean setup = in.readBoolean();
    boolean strange = in.readBoolean();
    String serverChallenge = in.readUTF();
    Optional<SignIn.Claim> claim =
        in.readBoolean()
            ? Optional.of(new SignIn.Claim(readKey(in), in.readUTF()))
            : Optional.empty();
    SignIn signIn = SignIn.ofAnotherNode(hash, serverChallenge, claim, origin, setup, end);
    if (strange) {
      signIn.noteStranger();
    }
    if (in.readBoolean()) {
      signIn.prove(readKey(in));
    }
    return signIn;
  }

  private static FeedId readKey(DataInput in) throws IOException {
    byte[] key = new byte[Crypto.KEY];
    in.readFully(key);
    return FeedId.of(key);
  }

  @Override
  public void absorb(SignIn known, SignIn told) {
    if (told.isAnsweredByStranger()) {
      known.noteStranger();
    }
    told.proved().ifPresent(known::prove);
  }

  @Override
  public void arrived(SignIn signIn) {
    arrival.accept(signIn);
  }

  @Override
  public void over(SignIn signIn) {
    signIn.callOff();
  }
}
