package alcove.web;

import alcove.room.PublicAddress;

/**
 * The page on the device that has the app, for a sign-in on another one.
 *
 * @param uri what opens the app
 * @param code the same on both screens
 */
record LoginAppPage(String uri, String code) {
  static LoginAppPage of(PublicAddress at, String challenge) {
    return new LoginAppPage(LoginPage.uri(at, challenge), ComparedCode.of(challenge));
  }
}
