package alcove.web.entrance;

import alcove.identity.SsbUri;
import alcove.room.Action;
import alcove.room.PublicAddress;
import alcove.room.Refusal;
import alcove.room.Room;
import alcove.room.RoomPolicy;
import alcove.room.SignIn;
import alcove.room.Standing;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The page on which whoever runs the room becomes its first admin.
 *
 * @param signIn what asks the app to prove who they are; null where the room lets in members alone
 * @param invite what an app accepts as an invite that makes an admin
 * @param failure the key of the text for why the app's answer does not count; null if nothing is
 *     wrong
 * @param form what was entered before
 */
record SetupPage(
    @Nullable LoginPage signIn, AppLinks invite, @Nullable String failure, Entered form) {

  /**
   * The form for an ID and a password.
   *
   * @param problem what is wrong about what was entered
   */
  record Entered(String id, @Nullable Refusal problem) {
    static final Entered NOTHING = new Entered("", null);

    /** Whether it is the ID. */
    public boolean isIdWrong() {
      return problem == Refusal.NOT_AN_ID;
    }
  }

  static SetupPage of(Room room, PublicAddress at, String token, SignIn signIn, boolean onAndroid) {
    SsbUri invite =
        SsbUri.of(
            "claim-http-invite",
            Map.of("invite", token, "postTo", at.consumeInvite() + "?page=" + signIn.page()));
    return new SetupPage(
        letsAppsIn(room) ? LoginPage.of(room, at, signIn, "", onAndroid) : null,
        AppLinks.of(room, invite, onAndroid),
        null,
        Entered.NOTHING);
  }

  private static boolean letsAppsIn(Room room) {
    return RoomPolicy.allows(room.standings().privacyMode(), Standing.EXTERNAL, Action.CONNECT);
  }

  /** The same for who was waiting in vain until now. */
  SetupPage after(SignIn before) {
    return with(before.isAnsweredByStranger() ? "setup.blocked" : LoginPage.UNANSWERED);
  }

  /** The same after a sign-in that took too long. */
  SetupPage afterTheEnd() {
    return with("login.over");
  }

  private SetupPage with(String text) {
    return new SetupPage(signIn, invite, text, form);
  }

  /** The same with what was entered. */
  SetupPage with(Entered entered) {
    return new SetupPage(signIn, invite, failure, entered);
  }
}
