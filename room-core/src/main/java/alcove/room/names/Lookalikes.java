package alcove.room.names;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A judge of whether two names look alike: by the skeletons of their letters as they stand and in
 * small letters, without blanks and what is not to be seen. Remembers those of the names that it
 * was asked about last. Thread-safe.
 *
 * @see <a href="https://www.unicode.org/reports/tr39/#Confusable_Detection">UTS 39, 4</a>
 */
public final class Lookalikes {
  /** Words that make whoever has one in their name look like one of those who run the room. */
  private static final Set<String> ROLES =
      words(
          """
          admin admins administrator administrators administration administrador administradora
          administrateur administratrice amministratore amministratrice beheerder operator operators
          sysadmin support helpdesk staff moderator moderators moderation mod mods moderador moderadora
          moderateur modérateur moderatrice modératrice moderatore verwaltung administratorin
          administratoren moderatorin moderatoren betreiber betreiberin official moderacja
          """);

  /** Words that are no name by themselves: pages say them, or they stand for all. */
  private static final Set<String> OWN =
      words(
          """
          owner root room server system help security team alcove you yourself nobody somebody
          everybody visitor member members du mitglied raum serverbetrieb none null undefined
          """);

  private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

  private Map<String, Set<String>> known = Map.of();

  private static final class Skeletons {
    private static final SpoofChecker CHECKER =
        new SpoofChecker.Builder().setChecks(SpoofChecker.CONFUSABLE).build();
    private static final Normalizer2 COMPATIBLE = Normalizer2.getNFKCInstance();
    private static final Set<String> OF_ROLES = ofAll(ROLES);
    private static final Set<String> OF_OWN = ofAll(OWN);

    private static Set<String> ofAll(Set<String> words) {
      return words.stream().flatMap(word -> of(word).stream()).collect(Collectors.toSet());
    }

    /** What one of two names that look alike has in common with the other. */
    private static Set<String> of(String name) {
      String bare = bare(COMPATIBLE.normalize(name));
      String skeleton = CHECKER.getSkeleton(bare);
      return Set.copyOf(
          Stream.of(
                  skeleton,
                  UCharacter.foldCase(skeleton, true),
                  CHECKER.getSkeleton(UCharacter.foldCase(bare, true)))
              .toList());
    }

    private static String bare(String name) {
      StringBuilder bare = new StringBuilder(name.length());
      name.codePoints()
          .filter(each -> !UCharacter.isUWhiteSpace(each) && !NameText.isIgnorable(each))
          .forEach(bare::appendCodePoint);
      return bare.toString();
    }
  }

  private static Set<String> words(String text) {
    return Set.of(text.strip().split("\\s+"));
  }

  /**
   * Whether people would take a name for one of those who run the room, or for no name at all.
   *
   * @param room what the room is called
   */
  public static boolean isOfficial(String name, String room) {
    Set<String> whole = Skeletons.of(name);
    return !Collections.disjoint(whole, Skeletons.OF_OWN)
        || !Collections.disjoint(whole, Skeletons.of(room))
        || Stream.of(NO_LETTERS.split(name))
            .anyMatch(word -> !Collections.disjoint(Skeletons.of(word), Skeletons.OF_ROLES));
  }

  /** Whether a name looks like one of {@code others}, which may be all names of a large room. */
  public synchronized boolean isTaken(String name, Stream<String> others) {
    Map<String, Set<String>> before = known;
    Map<String, Set<String>> now = new HashMap<>();
    others.forEach(other -> now.put(other, skeletons(before, other)));
    known = now;
    Set<String> own = Skeletons.of(name);
    return now.values().stream().anyMatch(each -> !Collections.disjoint(each, own));
  }

  private static Set<String> skeletons(Map<String, Set<String>> known, String name) {
    @Nullable Set<String> there = known.get(name);
    return there == null ? Skeletons.of(name) : there;
  }
}
