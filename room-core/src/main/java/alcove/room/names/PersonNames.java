package alcove.room.names;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The names that a person goes by in the room.
 *
 * @param own what they call themselves; empty if they did not say
 * @param aliases those that they have, by name, whether these lead anywhere now or not
 * @param note what moderators call them, between themselves; may be empty
 */
public record PersonNames(String own, List<String> aliases, String note) {
  /** Those of somebody who has none. */
  public static final PersonNames NONE = new PersonNames("", List.of(), "");

  /** Copies the list. */
  public PersonNames {
    aliases = List.copyOf(aliases);
  }

  /**
   * The one name to show: their own, else an alias, else a note of moderators.
   *
   * @param withNote whether whoever reads it may see notes
   */
  public Optional<String> shown(boolean withNote) {
    return Stream.of(Stream.of(own), aliases.stream().limit(1), Stream.of(withNote ? note : ""))
        .flatMap(each -> each)
        .filter(name -> !name.isEmpty())
        .findFirst();
  }

  /**
   * Whether one of them has this in it.
   *
   * @param part in lower case
   * @param withNote whether the note counts
   */
  public boolean have(String part, boolean withNote) {
    return has(own, part)
        || aliases.stream().anyMatch(alias -> has(alias, part))
        || (withNote && has(note, part));
  }

  private static boolean has(String name, String part) {
    return name.toLowerCase(Locale.ROOT).contains(part);
  }

  /** The same with another name of their own and another note. */
  public PersonNames with(String name, String words) {
    return new PersonNames(name, aliases, words);
  }

  /** The same with other aliases. */
  public PersonNames with(List<String> others) {
    return new PersonNames(own, others, note);
  }
}
