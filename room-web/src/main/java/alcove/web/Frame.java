package alcove.web;

import alcove.room.PublicAddress;

/**
 * What is around every page.
 *
 * @param home the way to the front page
 * @param insecure whoever is on the way can read this page, and has to be told so
 */
record Frame(String home, boolean insecure) {
  /** On an alias' own host the front page is elsewhere. */
  static Frame of(PublicAddress address, Visit visit) {
    return new Frame(visit.aliasHost().isPresent() ? address.landing() : "/", address.isInsecure());
  }
}
