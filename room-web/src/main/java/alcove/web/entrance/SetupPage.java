package alcove.web.entrance;

import alcove.identity.SsbUri;
import alcove.room.Passwords;
import alcove.room.PublicAddress;
import alcove.room.Refusal;
import alcove.room.Room;
import alcove.room.SignIn;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The page on which whoever runs the room becomes its first admin.
 *
 * @param name the room's
 * @param signIn what asks the app to prove who they are
 * @param invite what an app accepts as an invite that makes an admin
 * @param failure the word for why the app's answer does not count; null if nothing is wrong
 * @param form what was entered before
 */
record SetupPage(
    String name, LoginPage signIn, AppLinks invite, @Nullable String failure, Entered form) {

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
        room.settings().name(),
        LoginPage.of(room, at, signIn, "", onAndroid),
        AppLinks.of(room, invite, onAndroid),
        null,
        Entered.NOTHING);
  }

  /** The same for an app that has not answered yet. */
  SetupPage withoutAnswer() {
    return new SetupPage(name, signIn.withoutAnswer(), invite, failure, form);
  }

  /** The same after a failure. */
  SetupPage after(SignIn.Failure why) {
    return new SetupPage(name, signIn, invite, LoginFailedPage.word(why), form);
  }

  /** The same with what was entered. */
  SetupPage with(Entered entered) {
    return new SetupPage(name, signIn, invite, failure, entered);
  }

  /** The shortest password, in characters. */
  public int shortest() {
    return Passwords.SHORTEST;
  }

  /** The longest password, in characters. */
  public int longest() {
    return Passwords.LONGEST;
  }
}
