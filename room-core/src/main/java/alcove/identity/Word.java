package alcove.identity;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A constant of an enum that commands, pages and the database know by a word. */
public interface Word {
  /** The name of the constant. */
  String name();

  /** The name in lower case, with hyphens. */
  @JsonValue
  default String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The constant of a word, upper and lower case told apart. */
  static <E extends Enum<E> & Word> Optional<E> named(Class<E> type, String word) {
    return Arrays.stream(type.getEnumConstants())
        .filter(each -> each.word().equals(word))
        .findFirst();
  }
}
