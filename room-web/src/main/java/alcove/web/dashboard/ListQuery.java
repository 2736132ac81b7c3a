package alcove.web.dashboard;

import alcove.room.Paging;
import alcove.web.http.Visit;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What of a long list somebody wants to see.
 *
 * @param text what it is searched for; may be empty
 * @param sort the word for its order; may be empty
 * @param paging which page
 */
record ListQuery(String text, String sort, Paging paging) {
  private static final int ROWS = 50;
  private static final int LONGEST = 100;
  private static final Pattern CONTROLS = Pattern.compile("\\p{Cc}+");

  /** The beginning of a whole list. */
  static final ListQuery ALL = new ListQuery("", "", new Paging(1, ROWS));

  static ListQuery of(Visit visit) {
    String text = CONTROLS.matcher(visit.query("q").orElse("")).replaceAll(" ").strip();
    return new ListQuery(
        text.length() > LONGEST ? text.substring(0, LONGEST) : text,
        visit.query("sort").orElse(""),
        Paging.nearest(number(visit.query("page")), ROWS));
  }

  private static long number(Optional<String> text) {
    return text.filter(digits -> digits.matches("[0-9]{1,7}")).map(Long::parseLong).orElse(1L);
  }
}
