package alcove.web.visitor;

import alcove.address.PublicAddress;
import alcove.identity.SsbUri;
import alcove.room.Room;
import alcove.room.apps.Platform;
import alcove.room.policy.Action;
import alcove.room.policy.RoomPolicy;
import alcove.room.policy.Standing;
import alcove.room.signin.SignIn;
import alcove.web.page.OfferedApp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The page on which whoever runs the room becomes its first admin.
 *
 * @param signIn what asks the app to prove who they are; null where the room lets in members alone
 * @param invite what an app accepts as an invite that makes an admin
 * @param apps those to get for who has none
 * @param failure the key of the text for why the app's answer does not count; null if nothing is
 *     wrong
 */
record SetupView(
    @Nullable SignInView signIn, AppLinks invite, List<OfferedApp> apps, @Nullable String failure) {
  /** The key of the text for a sign-in that took too long. */
  static final String OVER = "login.over";

  static SetupView of(
      Room room,
      PublicAddress at,
      String token,
      SignIn signIn,
      Optional<Platform> platform,
      @Nullable String failure) {
    SsbUri invite =
        SsbUri.of(
            "claim-http-invite",
            Map.of("invite", token, "postTo", at.consumeInvite() + "?page=" + signIn.page()));
    boolean onAndroid = platform.filter(Platform.ANDROID::equals).isPresent();
    return new SetupView(
        letsAppsIn(room) ? SignInView.of(room, at, signIn, "", onAndroid) : null,
        AppLinks.of(room, invite, onAndroid),
        OfferedApp.all(room.apps().list(), platform),
        failure);
  }

  private static boolean letsAppsIn(Room room) {
    return RoomPolicy.allows(room.standings().privacyMode(), Standing.EXTERNAL, Action.CONNECT);
  }

  /** The key of the text for who was waiting in vain until now. */
  static String afterWaiting(SignIn before) {
    return before.isAnsweredByStranger() ? "setup.blocked" : SignInView.UNANSWERED;
  }
}
