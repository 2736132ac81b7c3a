package alcove.tunnel.simulation;

import alcove.identity.FeedId;
import alcove.identity.FeedSignature;
import alcove.room.model.RefusedException;
import alcove.room.signin.SignIn;
import alcove.room.signin.SignInStatement;
import alcove.room.signin.SignIns;
import alcove.tunnel.muxrpc.Json;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Browsers that sign in, and what their apps have signed: a browser is whose app has proved it, and
 * it is told so once.
 */
final class SignInBooks {
  /** Of one peer, from one address; one more ends the oldest. */
  private static final int MOST_OF_ONE = 3;

  private final SimulatedRoom room;
  private final World world;
  private final SignIns real;
  private final List<Browser> browsers = new ArrayList<>();

  /** Those whose apps have called off all their sign-ins, at some time. */
  private final Set<FeedId> callingOff = new LinkedHashSet<>();

  private int asks;

  SignInBooks(SimulatedRoom room, SignIns real) {
    this.room = room;
    this.world = room.world();
    this.real = real;
  }

  /** One browser that has begun to sign in. */
  final class Browser {
    private final SignIn signIn;
    private final @Nullable FeedId claim;
    private final @Nullable String clientChallenge;
    private final Set<FeedId> provers = new LinkedHashSet<>();
    private boolean mayBeOver;

    /** Whether whoever had proved it has called it off since, and was told so. */
    private boolean isCalledOff;

    private boolean isFinished;
    private @Nullable FeedId proved;
    private @Nullable SimulatedPeer answeredBy;
    private int askedTimes;
    private final Set<SimulatedPeer> asked = new LinkedHashSet<>();
    private final Set<SimulatedPeer> refusedBy = new LinkedHashSet<>();

    Browser(SignIn signIn, @Nullable FeedId claim, @Nullable String clientChallenge) {
      this.signIn = signIn;
      this.claim = claim;
      this.clientChallenge = clientChallenge;
      this.mayBeOver = claim != null && callingOff.contains(claim);
      signIn.proof().onSuccess(this::proved).onFailure(this::over);
    }

    private boolean isClaimedBy(FeedId who) {
      return Objects.equals(claim, who);
    }

    private void proved(FeedId who) {
      mayBeOver |= callingOff.contains(who);
      if (proved != null) {
        world.violate("a browser was proved twice");
      }
      proved = who;
      if (!provers.contains(who)) {
        world.violate("a browser is " + room.nameOf(who) + "'s without a proof");
      }
      if (!room.policy().maySignIn(who)) {
        world.violate(room.nameOf(who) + " has signed in, and may not");
      }
      if (signIn.proved().filter(who::equals).isEmpty()) {
        world.violate("it was told of a proof that is not there yet");
      }
    }

    private void over(Throwable why) {
      if (!mayBeOver && world.instant().isBefore(signIn.end())) {
        world.violate("a sign-in is over without a cause: " + why.getMessage());
      }
    }

    boolean isOpen() {
      return !isFinished && !mayBeOver && world.instant().isBefore(signIn.end());
    }

    @Override
    public String toString() {
      return "browser %s of %s"
          .formatted(browsers.indexOf(this), claim == null ? "nobody" : room.nameOf(claim));
    }

    /** The page asks whose browser it is, and goes on if it is told. */
    void finish() {
      boolean was = signIn.proved().isPresent() && isOpen();
      boolean certainlyNot = isFinished || signIn.proved().isEmpty();
      Optional<FeedId> told = real.finish(signIn.browser().text()).result();
      if (told.isPresent()) {
        if (isCalledOff) {
          world.violate("a browser was told of a proof that was called off: " + told);
        }
        if (certainlyNot || !told.equals(Optional.ofNullable(proved))) {
          world.violate("a browser was told too much: " + told);
        }
        isFinished = true;
      } else if (was) {
        world.violate("a browser was not told whose it is");
      }
    }
  }

  List<Browser> browsers() {
    return browsers;
  }

  List<Browser> open() {
    return browsers.stream().filter(Browser::isOpen).toList();
  }

  private void add(Browser browser) {
    browsers.add(browser);
  }

  /** A browser begins that does not say whose it is; its person shows an app the link. */
  Browser begin() {
    Browser browser = new Browser(real.begin(null), null, null);
    add(browser);
    return browser;
  }

  /** A browser begins that an app has opened; the app is asked, now or when it connects. */
  void beginFor(FeedId who, String challenge) {
    List<Browser> others =
        browsers.stream().filter(each -> each.isOpen() && isOf(each, who)).toList();
    for (int i = 0; i <= others.size() - MOST_OF_ONE; i++) {
      others.get(i).mayBeOver = true;
    }
    try {
      Browser browser = new Browser(real.begin(who, challenge, null), who, challenge);
      add(browser);
      ask(browser);
    } catch (RefusedException refused) {
      world.violate("a sign-in was refused: " + refused.getMessage());
    }
  }

  private static boolean isOf(Browser browser, FeedId who) {
    return browser.isClaimedBy(who) || Objects.equals(browser.proved, who);
  }

  /** The page has the app asked. */
  void ask(Browser browser) {
    if (browser.claim != null) {
      asks++;
      real.ask(browser.signIn, room.server().signInPeers())
          .onSuccess(right -> requireTold(browser, right))
          .onFailure(why -> world.violate("asking an app has failed: " + why));
    }
  }

  private void requireTold(Browser browser, boolean right) {
    if (right && browser.signIn.proved().isEmpty()) {
      world.violate("the page is told of a proof that is not there");
    }
  }

  /** The room asks an app to sign. */
  void asked(SimulatedPeer app, int number, String serverChallenge, String clientChallenge) {
    Browser browser =
        browsers.stream()
            .filter(each -> each.signIn.serverChallenge().equals(serverChallenge))
            .findFirst()
            .orElse(null);
    if (browser == null
        || !browser.isClaimedBy(app.id())
        || !Objects.equals(browser.clientChallenge, clientChallenge)) {
      world.violate(app + " was asked for a sign-in that is not its own");
      return;
    }
    browser.askedTimes++;
    browser.asked.add(app);
    if (browser.askedTimes > 3 * 4) {
      world.violate(app + " was asked again and again");
    }
    switch (world.chance().below(6)) {
      case 0 -> {
        browser.refusedBy.add(app);
        app.calls().ofRoom().refuse(number, "not me");
      }
      case 1 -> app.calls().ofRoom().replyText(number, "bm9uc2Vuc2U=.sig.ed25519");
      case 2 -> app.calls().ofRoom().doesNotAnswer();
      default -> {
        noteProof(browser, app.id());
        browser.answeredBy = app;
        app.calls().ofRoom().replyText(number, sign(app, serverChallenge, clientChallenge));
      }
    }
  }

  private void noteProof(Browser browser, FeedId who) {
    browser.provers.add(who);
  }

  /** The clock is about to be set, or was: what is too late now may be forgotten for good. */
  void noteTime() {
    for (Browser each : browsers) {
      each.mayBeOver |= !world.instant().isBefore(each.signIn.end());
    }
  }

  /** Holds once all is at rest, and whoever reads has read everything. */
  void requireSettled() {
    for (Browser each : open()) {
      SimulatedPeer prover = each.answeredBy;
      boolean mustBe =
          prover != null
              && room.of(prover.id()).size() == 1
              && prover.isLively()
              && prover.isReading()
              && !prover.wasTouchedByPolicy();
      if (mustBe && each.proved == null) {
        world.violate(prover + " was asked and has signed, and nothing came of it");
      }
      FeedId claim = each.claim;
      if (claim != null && each.proved == null && each.askedTimes == 0 && mustBeAsked(claim)) {
        world.violate("an app was not asked for a sign-in: " + room.nameOf(claim));
      }
    }
  }

  /** Holds whenever all is at rest: an app that refuses is followed by the one before it. */
  void requireAtRest() {
    for (Browser each : browsers) {
      for (SimulatedPeer app : each.refusedBy) {
        if (app.isLively() && hasOlder(app) && each.asked.size() == 1) {
          world.violate(app + " has refused a sign-in, and no other app was asked");
        }
      }
    }
  }

  /** Whether the room has surely known another app of the same person for longer. */
  private boolean hasOlder(SimulatedPeer app) {
    return room.of(app.id()).stream()
        .anyMatch(each -> each.isLively() && each.enteredInRest() < app.connectedInRest());
  }

  /**
   * Whether an app of {@code who} is there, and was not asked so often that the room holds back.
   */
  private boolean mustBeAsked(FeedId who) {
    long began = browsers.stream().filter(each -> each.isClaimedBy(who)).count();
    List<SimulatedPeer> apps = room.of(who);
    return apps.stream().anyMatch(each -> each.isLively() && each.isReading())
        && apps.stream().noneMatch(SimulatedPeer::wasTouchedByPolicy)
        && began * (1 + apps.size()) + asks <= 6;
  }

  private String sign(SimulatedPeer app, String serverChallenge, String clientChallenge) {
    SignInStatement statement =
        new SignInStatement(room.id(), app.id(), serverChallenge, clientChallenge);
    byte[] text = statement.signedText().getBytes(StandardCharsets.UTF_8);
    return FeedSignature.of(app.keys().sign(room.terms().crypto(), text)).toString();
  }

  /** An app sends what it has signed for a browser that has begun. */
  void solve(SimulatedPeer app, Browser browser, boolean rightly) {
    String challenge = "cc" + world.chance().below(1000);
    String sc = browser.signIn.serverChallenge();
    boolean isRight = rightly && browser.claim == null;
    String solution = sign(app, sc, rightly ? challenge : "another");
    if (isRight) {
      noteProof(browser, app.id());
    }
    boolean mustBe =
        isRight && browser.isOpen() && browser.proved == null && !app.wasTouchedByPolicy();
    ArrayNode args = Json.array().add(sc).add(challenge).add(solution);
    app.calls()
        .call(
            "httpAuth.sendSolution",
            args,
            value -> judge(app, browser, value.asBoolean(), isRight, mustBe));
  }

  private void judge(
      SimulatedPeer app, Browser browser, boolean isTaken, boolean isRight, boolean mustBe) {
    if (isTaken && (!isRight || !Objects.equals(browser.proved, app.id()))) {
      world.violate(app + " was told that it has signed somebody in, and it has not");
    }
    if (!isTaken
        && mustBe
        && browser.isOpen()
        && browser.proved == null
        && !app.wasTouchedByPolicy()) {
      world.violate(app + " has signed somebody in, and was told that it has not");
    }
  }

  /** Whether some browser's sign-in is of {@code who}, proved or not, and not finished. */
  boolean hasOpen(FeedId who) {
    return open().stream().anyMatch(each -> isOf(each, who));
  }

  /** An app calls off all its sign-ins. */
  void callOff(SimulatedPeer app) {
    browsers.stream().filter(each -> isOf(each, app.id())).forEach(each -> each.mayBeOver = true);
    callingOff.add(app.id());
    Set<Browser> before = new LinkedHashSet<>(browsers);
    before.removeIf(each -> !isOf(each, app.id()));
    int number =
        app.calls()
            .call(
                "httpAuth.invalidateAllSolutions", Json.array(), value -> requireOver(app, before));
    if (world.chance().oneIn(2)) {
      app.calls().cancel(number);
    }
  }

  private void requireOver(SimulatedPeer app, Set<Browser> before) {
    callingOff.remove(app.id());
    for (Browser each : before) {
      if (real.find(each.signIn.browser().text()).isPresent()) {
        world.violate(app + " has called off a sign-in that goes on");
      }
      each.isCalledOff = true;
    }
  }
}
