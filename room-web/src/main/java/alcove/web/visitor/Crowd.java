package alcove.web.visitor;

import alcove.web.http.WebContext;
import org.jspecify.annotations.Nullable;

/**
 * The number of people in a room, as far as its admins want it told.
 *
 * @param members null if it is not to be told
 * @param online how many of all are there now; null if it is not to be told
 */
record Crowd(@Nullable Integer members, @Nullable Integer online) {
  /** That of the moment. Never blocks. */
  static Crowd of(WebContext web) {
    return new Crowd(
        web.room().settings().showMembers() ? web.room().members().count() : null,
        web.room().settings().showOnline() ? web.presence().online() : null);
  }
}
