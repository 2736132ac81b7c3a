package alcove.web.entrance;

import alcove.room.PublicAddress;
import alcove.room.Room;

/**
 * The page on the device that has the app, for a sign-in on another one.
 *
 * @param open what opens the app
 * @param code the same on both screens
 */
record LoginAppPage(AppLinks open, String code) {
  static LoginAppPage of(Room room, PublicAddress at, String challenge, boolean onAndroid) {
    return new LoginAppPage(
        AppLinks.of(room, LoginPage.uri(at, challenge), onAndroid), ComparedCode.of(challenge));
  }
}
