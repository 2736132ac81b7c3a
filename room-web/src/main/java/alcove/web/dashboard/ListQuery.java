package alcove.web.dashboard;

import alcove.room.model.Paging;
import alcove.web.http.Fields;
import java.util.regex.Pattern;

/**
 * The part of a long list that somebody wants to see.
 *
 * @param text what it is searched for; may be empty
 * @param sort the word for its order; may be empty
 * @param paging which page
 */
record ListQuery(String text, String sort, Paging paging) {
  private static final int ROWS = 50;
  private static final int LONGEST = 100;
  private static final Pattern CONTROLS = Pattern.compile("\\p{Cc}+");

  static ListQuery of(Fields query) {
    String text = CONTROLS.matcher(query.text("q")).replaceAll(" ").strip();
    return new ListQuery(
        text.length() > LONGEST ? text.substring(0, LONGEST) : text,
        query.text("sort"),
        Paging.nearest(query.number("page").orElse(1L), ROWS));
  }
}
