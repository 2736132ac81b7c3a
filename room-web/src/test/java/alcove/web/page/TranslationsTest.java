package alcove.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.MessagePattern;
import com.ibm.icu.text.MessagePattern.ArgType;
import com.ibm.icu.text.MessagePattern.Part;
import com.ibm.icu.text.PluralRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The texts of each language beside the English ones. */
class TranslationsTest {
  private static final Path TEXTS = Path.of("src/main/resources/alcove/web/texts");

  /** The comment above a text that is meant to be the English one. */
  private static final String SAME = "# as in English";

  /** Whole numbers that pages tell; those from a million on have forms of their own in some. */
  private static final int COUNTS = 100_000;

  /** A text with the comments above it. */
  private record Entry(String text, List<String> comments) {
    private MessagePattern parts() {
      return new MessagePattern(text.replace('\'', '’'));
    }

    private boolean hasLetters() {
      return text.replaceAll("\\{[^}]*}", "").codePoints().anyMatch(Character::isLetter);
    }
  }

  private static List<String> languages() {
    return Texts.BUILT_IN;
  }

  private static Map<String, Entry> read(String tag) throws IOException {
    Map<String, Entry> entries = new LinkedHashMap<>();
    List<String> comments = new ArrayList<>();
    for (String line : Files.readAllLines(TEXTS.resolve("messages_" + tag + ".properties"))) {
      int equals = line.indexOf(" = ");
      if (line.startsWith("#")) {
        comments.add(line);
        continue;
      }
      if (equals > 0) {
        String key = line.substring(0, equals);
        Entry entry = new Entry(line.substring(equals + 3), List.copyOf(comments));
        assertThat(entries.put(key, entry)).as("%s twice in %s", key, tag).isNull();
      } else {
        assertThat(line).as("a line of %s that is no text", tag).isEmpty();
      }
      comments.clear();
    }
    return entries;
  }

  @ParameterizedTest
  @MethodSource("languages")
  void language_hasTheKeysOfEnglish_inTheirOrder(String tag) throws IOException {
    assertThat(List.copyOf(read(tag).keySet())).isEqualTo(List.copyOf(read("en").keySet()));
    assertThat(read(tag).values()).extracting(Entry::text).doesNotContain("");
    assertThat(TextFiles.builtIn(tag)).hasSameSizeAs(read(tag));
  }

  @ParameterizedTest
  @MethodSource("languages")
  void text_hasThePlacesAndTheCountsOfTheEnglishOne(String tag) throws IOException {
    Map<String, Entry> own = read(tag);

    read("en")
        .forEach(
            (key, english) -> {
              Entry entry = own.getOrDefault(key, english);
              assertThat(places(entry)).as("%s: places of %s", tag, key).isEqualTo(places(english));
              assertThat(forms(entry).keySet())
                  .as("%s: {n, plural, ...} in %s, as in English", tag, key)
                  .containsAll(forms(english).keySet());
            });
  }

  private static Set<Integer> places(Entry entry) {
    MessagePattern parts = entry.parts();
    return IntStream.range(0, parts.countParts())
        .mapToObj(parts::getPart)
        .filter(part -> part.getType() == Part.Type.ARG_NUMBER)
        .map(Part::getValue)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The forms that a text has for a value, by its number; if in several places, those in all. */
  private static Map<Integer, Set<String>> forms(Entry entry) {
    MessagePattern parts = entry.parts();
    Map<Integer, Set<String>> forms = new TreeMap<>();
    for (int i = 0; i < parts.countParts(); i++) {
      Part part = parts.getPart(i);
      if (part.getType() == Part.Type.ARG_START && part.getArgType() == ArgType.PLURAL) {
        Set<String> selectors = selectors(parts, i + 2);
        forms.merge(
            parts.getPart(i + 1).getValue(),
            selectors,
            (one, other) -> one.stream().filter(other::contains).collect(Collectors.toSet()));
      }
    }
    return forms;
  }

  private static Set<String> selectors(MessagePattern parts, int first) {
    Set<String> selectors = new TreeSet<>();
    for (int i = first; parts.getPartType(i) == Part.Type.ARG_SELECTOR; ) {
      String selector = parts.getSubstring(parts.getPart(i++));
      if (parts.getPartType(i).hasNumericValue()) {
        i++;
      } else {
        selectors.add(selector);
      }
      i = parts.getLimitPartIndex(i) + 1;
    }
    return selectors;
  }

  @ParameterizedTest
  @MethodSource("languages")
  void countInAText_hasTheFormsOfItsLanguage(String tag) throws IOException {
    PluralRules rules = PluralRules.forLocale(Language.of(tag).locale());
    Set<String> needed =
        IntStream.rangeClosed(0, COUNTS).mapToObj(rules::select).collect(Collectors.toSet());
    needed.add(PluralRules.KEYWORD_OTHER);

    read(tag)
        .forEach(
            (key, entry) ->
                forms(entry)
                    .forEach(
                        (place, forms) ->
                            assertThat(forms)
                                .as("%s: forms of {%s} in %s", tag, place, key)
                                .containsAll(needed)
                                .isSubsetOf(rules.getKeywords())));
  }

  @ParameterizedTest
  @MethodSource("languages")
  void text_isNoPatternOfOtherKinds(String tag) throws IOException {
    read(tag)
        .forEach(
            (key, entry) ->
                assertThat(entry.text())
                    .as("%s: %s has {0} or {0, plural, ...}", tag, key)
                    .doesNotContainPattern("\\{\\s*\\d+\\s*,(?! plural, )"));
  }

  @ParameterizedTest
  @MethodSource("languages")
  void text_isNotTheEnglishOne_butWhereItSaysSo(String tag) throws IOException {
    Map<String, Entry> english = read("en");

    read(tag)
        .forEach(
            (key, entry) -> {
              boolean same = entry.text().equals(english.getOrDefault(key, entry).text());
              if (!tag.equals("en") && entry.hasLetters()) {
                assertThat(entry.comments().contains(SAME))
                    .as("%s: \"%s\" above %s", tag, SAME, key)
                    .isEqualTo(same);
              }
            });
  }

  @Test
  void forms_ofAText_areFound() {
    Entry entry =
        new Entry(
            "{0, plural, =0 {a} one {b} other {{1, plural, two {c} other {d}}}}"
                + "{0, plural, one {e} few {f} other {g}}",
            List.of());

    assertThat(forms(entry))
        .isEqualTo(Map.of(0, Set.of("one", "other"), 1, Set.of("two", "other")));
    assertThat(places(entry)).containsExactly(0, 1);
  }
}
