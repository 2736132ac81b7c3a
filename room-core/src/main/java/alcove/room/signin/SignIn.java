package alcove.room.signin;

import alcove.identity.FeedId;
import alcove.room.model.SecretToken;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in that one browser has begun: the app of a peer is to prove whose browser it is. Lives in
 * memory, for minutes; of several nodes each has one of its own, and hears how the others are.
 * Thread-safe.
 */
public final class SignIn {
  /**
   * Who an app says it is, where the app has begun it.
   *
   * @param challenge the app's own, {@code cc}
   */
  record Claim(FeedId peer, String challenge) {}

  private static final int CHALLENGE = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String hash;
  private final Optional<SecretToken> browser;
  private final String serverChallenge;
  private final Optional<Claim> claim;
  private final @Nullable String origin;
  private final boolean setup;
  private final Instant end;
  private final Promise<FeedId> proof = Promise.promise();
  private volatile Future<Void> told = Future.succeededFuture();
  private volatile boolean strange;
  private int asked;

  private SignIn(
      String hash,
      Optional<SecretToken> browser,
      String serverChallenge,
      Optional<Claim> claim,
      @Nullable String origin,
      boolean setup,
      Instant end) {
    this.hash = hash;
    this.browser = browser;
    this.serverChallenge = serverChallenge;
    this.claim = claim;
    this.origin = origin;
    this.setup = setup;
    this.end = end;
  }

  /** A new one. */
  static SignIn begin(Optional<Claim> claim, @Nullable String origin, boolean setup, Instant end) {
    SecretToken browser = SecretToken.create();
    return new SignIn(
        browser.hash(), Optional.of(browser), newChallenge(), claim, origin, setup, end);
  }

  /** One that was begun at another node. */
  static SignIn ofAnotherNode(
      String hash,
      String serverChallenge,
      Optional<Claim> claim,
      @Nullable String origin,
      boolean setup,
      Instant end) {
    return new SignIn(hash, Optional.empty(), serverChallenge, claim, origin, setup, end);
  }

  /** URL-safe, since it gets into links, and padded, as clients like. */
  private static String newChallenge() {
    byte[] bytes = new byte[CHALLENGE];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().encodeToString(bytes);
  }

  /**
   * The secret of the browser that began it, and that alone can finish it. Only where it was begun;
   * others know its hash.
   */
  public SecretToken browser() {
    return browser.orElseThrow(
        () -> new IllegalStateException("a sign-in that was begun at another node"));
  }

  /** What is known of that secret everywhere. */
  String hash() {
    return hash;
  }

  /**
   * Completes when all nodes know it, so that its browser may come to any of them; never fails. On
   * any thread.
   */
  public Future<Void> told() {
    return told;
  }

  void toldBy(Future<Void> telling) {
    told = telling;
  }

  /** {@code sc}: 32 random bytes in Base64, padded. */
  public String serverChallenge() {
    return serverChallenge;
  }

  /** Whether it is to find the first admin, who need not be a member yet. */
  public boolean isForSetup() {
    return setup;
  }

  /**
   * By what an app that claims something tells which page has sent it: the challenge in URL-safe
   * Base64 without padding. It is no secret, since whoever sees the page may have it.
   */
  public String page() {
    return serverChallenge.replace('+', '-').replace('/', '_').replace("=", "");
  }

  /** When it is too late. */
  public Instant end() {
    return end;
  }

  /** Whose browser it is; fails when it is over without that. Completes on any thread. */
  public Future<FeedId> proof() {
    return proof.future();
  }

  /** Whose browser it is, if that is proved by now. */
  public Optional<FeedId> proved() {
    return proof.future().succeeded() ? Optional.of(proof.future().result()) : Optional.empty();
  }

  /** Whether it ended without a proof: others came, or the peer called all its sign-ins off. */
  public boolean isOver() {
    return proof.future().failed();
  }

  /**
   * Whether an app proved a key that may not sign in. That ends nothing, since whoever has seen the
   * challenge can do it; the right app may still come.
   */
  public boolean isAnsweredByStranger() {
    return strange;
  }

  /** Whether an app has begun it, by a link that says whose it is. */
  public boolean isClaimed() {
    return claim.isPresent();
  }

  Optional<Claim> claim() {
    return claim;
  }

  /** What limits on where its browser is go by; null if none apply. */
  @Nullable String origin() {
    return origin;
  }

  boolean comesFromWhere(SignIn other) {
    return Objects.equals(origin, other.origin);
  }

  boolean isOf(FeedId peer) {
    return claim.filter(each -> each.peer().equals(peer)).isPresent()
        || proved().filter(peer::equals).isPresent();
  }

  void prove(FeedId peer) {
    proof.tryComplete(peer);
  }

  void noteStranger() {
    strange = true;
  }

  void callOff() {
    proof.tryFail("over");
  }

  /** Whether its app may be asked once more; it is asked three times at most. */
  synchronized boolean mayAsk() {
    return !proof.future().isComplete() && asked++ < 3;
  }
}
