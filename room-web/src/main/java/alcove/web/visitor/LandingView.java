package alcove.web.visitor;

import org.jspecify.annotations.Nullable;

/**
 * The landing page as its template sees it.
 *
 * @param about what the room says of itself at length; null if nothing
 * @param hasAdmin whether anybody runs the room yet
 * @param online how many are there; null if admins do not want it told
 */
record LandingView(@Nullable ShownNotice about, boolean hasAdmin, @Nullable Integer online) {
  /** Where a text leads that is a link and nothing else; null if it is words. */
  public @Nullable String link(String text) {
    return PlainLink.of(text);
  }
}
