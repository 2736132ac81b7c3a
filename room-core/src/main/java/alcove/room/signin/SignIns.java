package alcove.room.signin;

import alcove.cluster.Node;
import alcove.cluster.shared.NodeCalls;
import alcove.cluster.shared.SharedPlaces;
import alcove.crypto.Crypto;
import alcove.identity.FeedId;
import alcove.limits.TokenBuckets;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.SecretToken;
import alcove.room.policy.Action;
import alcove.room.policy.Standing;
import alcove.room.policy.Standings;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sign-ins under way, by the app of whoever has the browser. Thread-safe; never blocks.
 *
 * <p>Begun by the browser, the app gets a link with the room's challenge and sends what it signed
 * ({@link #solve}). Begun by the app, the browser comes with a claim and the app's challenge, and
 * the app is asked to sign ({@link #ask}), now or when it connects.
 *
 * <p>All nodes of a room know all of them: a browser may come to any, and an app is asked where it
 * is connected. Their numbers are those of all nodes together.
 *
 * @see <a
 *     href="https://github.com/ssbc/ssb-http-auth-spec/tree/master/docs/Specification">ssb-http-auth-spec</a>
 */
public final class SignIns {
  /** How long a sign-in may take. */
  public static final Duration PATIENCE = Duration.ofMinutes(3);

  /** How long one may take by which a room is set up: the app is perhaps not installed yet. */
  public static final Duration SETUP_PATIENCE = Duration.ofMinutes(30);

  /** How many may be under way; one more ends the oldest of whoever has begun most. */
  private static final int MOST = 1000;

  /** How many of these may claim to be of one peer, from one address. */
  private static final int MOST_OF_ONE = 3;

  /** The same from all addresses together; none of these ends for one more from another. */
  private static final int MOST_CLAIMS = 24;

  /** The longest challenge of an app that is taken; they have 44 characters as a rule. */
  private static final int LONGEST_CHALLENGE = 256;

  /** How often an app is asked for one address at once, and each second after that. */
  private static final int QUESTIONS = 6;

  private static final double QUESTIONS_PER_SECOND = 1.0 / 20;

  /** The same for all addresses together, which only keeps the app from being flooded. */
  private static final int ALL_QUESTIONS = 60;

  private static final double ALL_QUESTIONS_PER_SECOND = 2;
  private static final int MOST_COUNTED = 4096;

  private final FeedId room;
  private final Crypto crypto;
  private final Standings standings;
  private final InstantSource clock;
  private final TokenBuckets questions;
  private final TokenBuckets allQuestions;
  private final NodeCalls nodes;
  private final SharedPlaces<SignIn> underWay;
  private volatile SignInPeers apps =
      (peer, serverChallenge, clientChallenge, patience) ->
          Future.failedFuture("no apps are connected");

  public SignIns(
      FeedId room,
      Crypto crypto,
      Standings standings,
      InstantSource clock,
      LongSupplier nanoTime,
      NodeCalls nodes) {
    this.room = room;
    this.crypto = crypto;
    this.standings = standings;
    this.clock = clock;
    this.nodes = nodes;
    this.underWay =
        new SharedPlaces<>(
            nodes,
            NodeCalls.Subject.SIGN_INS,
            new SignInForm(each -> ask(each, apps)),
            MOST,
            SETUP_PATIENCE,
            clock);
    nodes.answer(NodeCalls.Subject.SIGN_INS_OVER, this::forget);
    this.questions = new TokenBuckets(QUESTIONS_PER_SECOND, QUESTIONS, MOST_COUNTED, nanoTime);
    this.allQuestions =
        new TokenBuckets(ALL_QUESTIONS_PER_SECOND, ALL_QUESTIONS, MOST_COUNTED, nanoTime);
  }

  /** Has {@code peers} be asked for sign-ins that claims to another node have begun. */
  public void askBy(SignInPeers peers) {
    apps = peers;
  }

  /**
   * Begins one by a browser that does not say whose it is.
   *
   * @param origin what limits on where it comes from go by; null if none apply
   */
  public SignIn begin(@Nullable String origin) {
    return enter(SignIn.begin(Optional.empty(), origin, false, end(PATIENCE)));
  }

  /**
   * Begins one by a browser that has the setup link: whoever is not blocked may prove that it is
   * theirs, member or not.
   *
   * @param origin as above
   */
  public SignIn beginSetup(@Nullable String origin) {
    return enter(SignIn.begin(Optional.empty(), origin, true, end(SETUP_PATIENCE)));
  }

  /**
   * Begins one by a browser that an app has opened.
   *
   * @param challenge the app's own
   * @param origin as above
   * @throws RefusedException if the challenge is none, or if there are too many claims to be this
   *     peer, from as many addresses
   */
  public SignIn begin(FeedId peer, String challenge, @Nullable String origin)
      throws RefusedException {
    if (!isChallenge(challenge)) {
      throw new RefusedException(Refusal.MALFORMED, "that is no challenge of an app");
    }
    SignIn.Claim claim = new SignIn.Claim(peer, challenge);
    SignIn begun = SignIn.begin(Optional.of(claim), origin, false, end(PATIENCE));
    synchronized (underWay) {
      makeRoomFor(peer, begun).forEach(each -> underWay.remove(each.hash()));
      return enter(begun);
    }
  }

  /** Apps' challenges are 32 bytes in Base64 as a rule; whatever is printed in one word will do. */
  private static boolean isChallenge(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_CHALLENGE
        && text.chars().allMatch(c -> c > ' ' && c <= '~');
  }

  private Instant end(Duration patience) {
    return clock.instant().plus(patience);
  }

  private SignIn enter(SignIn begun) {
    begun.toldBy(underWay.put(begun.hash(), begun, begun.end(), begun.origin()));
    return begun;
  }

  /**
   * Who has to go for one more that claims to be of a peer: the oldest from the same address; or
   * the oldest from the address that has most, if that has more than one.
   */
  private List<SignIn> makeRoomFor(FeedId peer, SignIn begun) throws RefusedException {
    List<SignIn> all = underWay.all(each -> each.isOf(peer));
    List<SignIn> own = all.stream().filter(begun::comesFromWhere).toList();
    if (own.size() >= MOST_OF_ONE) {
      return own.subList(0, own.size() - MOST_OF_ONE + 1);
    }
    if (all.size() < MOST_CLAIMS) {
      return List.of();
    }
    List<SignIn> most =
        all.stream()
            .map(each -> all.stream().filter(each::comesFromWhere).toList())
            .max(Comparator.comparingInt(List::size))
            .orElseThrow();
    if (most.size() <= own.size() + 1) {
      throw new RefusedException(Refusal.TOO_OFTEN, "too many sign-ins with this ID under way");
    }
    return most.subList(0, 1);
  }

  /** The sign-in that a browser shows the secret of, while there is time. */
  public Optional<SignIn> find(String browser) {
    return SecretToken.parse(browser).map(SecretToken::hash).flatMap(underWay::find);
  }

  /**
   * Whoever looks at a page of the setup is {@code admin}, who has accepted what that page offers.
   *
   * @param page as {@link SignIn#page} writes it; one that is not there any more is fine
   */
  public void provedBySetup(String page, FeedId admin) {
    underWay.all(each -> each.isForSetup() && each.page().equals(page)).stream()
        .findFirst()
        .ifPresent(
            each -> {
              each.prove(admin);
              underWay.tell(each.hash());
            });
  }

  /** How much time is left for a sign-in; at least a millisecond. */
  public Duration left(SignIn signIn) {
    return underWay.left(signIn.end());
  }

  /**
   * Whose browser it is, if that is proved; it is told once, on whichever node. Where no proof was
   * heard of, the others are asked: the browser has heard of it from one of them, perhaps before
   * this node.
   *
   * @return on any thread; never fails
   */
  public Future<Optional<FeedId>> finish(String browser) {
    Optional<SignIn> found = find(browser);
    return found.isEmpty()
        ? Future.succeededFuture(Optional.empty())
        : heardOf(found.get()).compose(_ -> finish(found.get()));
  }

  private Future<Void> heardOf(SignIn signIn) {
    return signIn.proof().isComplete() ? Future.succeededFuture() : underWay.ask(signIn.hash());
  }

  private Future<Optional<FeedId>> finish(SignIn signIn) {
    return signIn.proved().isEmpty()
        ? Future.succeededFuture(Optional.empty())
        : underWay.take(signIn.hash()).map(taken -> taken.flatMap(SignIn::proved));
  }

  /**
   * Takes what an app has signed for a browser that waits for it. What is wrong changes nothing:
   * whoever has seen the challenge can send something.
   *
   * @return whether that browser is the app's from now on
   */
  public boolean solve(
      FeedId peer, String serverChallenge, String clientChallenge, String solution) {
    Optional<SignIn> waiting = waitingFor(serverChallenge);
    SignInStatement statement = new SignInStatement(room, peer, serverChallenge, clientChallenge);
    return waiting.isPresent()
        && isChallenge(clientChallenge)
        && statement.isSignedBy(solution, crypto)
        && prove(waiting.get(), peer);
  }

  private Optional<SignIn> waitingFor(String serverChallenge) {
    return underWay
        .all(each -> each.serverChallenge().equals(serverChallenge) && each.claim().isEmpty())
        .stream()
        .filter(each -> !each.proof().isComplete())
        .findFirst();
  }

  /**
   * Asks the app that a browser claims to belong to. What goes wrong is not told apart: whoever is
   * not that app's person should not learn whether it is connected. Its answer counts as long as
   * the sign-in lasts, and it may be asked again.
   *
   * @return whether its answer proves it; never fails
   */
  public Future<Boolean> ask(SignIn signIn, SignInPeers peers) {
    Optional<SignIn.Claim> claim = signIn.claim();
    if (claim.isEmpty() || !signIn.mayAsk()) {
      return Future.succeededFuture(signIn.proved().isPresent());
    }
    FeedId peer = claim.get().peer();
    if (!questions.tryTake(peer + " " + signIn.origin())
        || !allQuestions.tryTake(peer.toString())) {
      return Future.succeededFuture(false);
    }
    SignInStatement statement =
        new SignInStatement(room, peer, signIn.serverChallenge(), claim.get().challenge());
    return peers
        .requestSolution(
            peer, statement.serverChallenge(), statement.clientChallenge(), left(signIn))
        .map(solution -> statement.isSignedBy(solution, crypto))
        .otherwise(false)
        .map(right -> right && prove(signIn, peer));
  }

  private boolean prove(SignIn signIn, FeedId peer) {
    boolean mayProve = mayProve(signIn, peer);
    if (mayProve) {
      signIn.prove(peer);
    } else {
      signIn.noteStranger();
    }
    underWay.tell(signIn.hash());
    return mayProve && signIn.proved().isPresent();
  }

  private boolean mayProve(SignIn signIn, FeedId peer) {
    return signIn.isForSetup()
        ? standings.of(peer) != Standing.BLOCKED
        : standings.allow(peer, Action.SIGN_IN);
  }

  /** Asks an app that has just connected for the sign-ins that wait for it. */
  public void connected(FeedId peer, SignInPeers peers) {
    underWay
        .all(each -> each.claim().filter(claim -> claim.peer().equals(peer)).isPresent())
        .stream()
        .filter(each -> !each.proof().isComplete())
        .forEach(each -> ask(each, peers));
  }

  /** Ends all sign-ins of a peer, proved or not, on all nodes. */
  public void forget(FeedId peer) {
    forgetHere(peer);
    nodes.tellAll(NodeCalls.Subject.SIGN_INS_OVER, peer.bytes());
  }

  private Future<byte[]> forget(Node caller, ByteBuffer body) {
    byte[] key = new byte[Crypto.KEY];
    if (body.remaining() >= key.length) {
      body.get(key);
      forgetHere(FeedId.of(key));
    }
    return Future.succeededFuture(new byte[0]);
  }

  private void forgetHere(FeedId peer) {
    underWay.all(each -> each.isOf(peer)).forEach(each -> underWay.remove(each.hash()));
  }
}
