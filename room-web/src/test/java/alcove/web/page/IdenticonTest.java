package alcove.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.web.TestSite;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pictures of keys. */
class IdenticonTest {
  private static final Pattern RUN = Pattern.compile("M([0-4]) ([0-4])h([1-5])v1h-\\3z");

  private static FeedId numbered(int number) {
    byte[] key = new byte[32];
    key[number % 32] = (byte) (number / 32 + 1);
    return FeedId.of(key);
  }

  private static boolean[][] squares(String path) {
    boolean[][] drawn = new boolean[5][5];
    Matcher run = RUN.matcher(path);
    int end = 0;
    while (run.find()) {
      assertThat(run.start()).isEqualTo(end);
      end = run.end();
      int x = Integer.parseInt(run.group(1));
      int y = Integer.parseInt(run.group(2));
      IntStream.range(x, x + Integer.parseInt(run.group(3))).forEach(at -> drawn[y][at] = true);
    }
    assertThat(end).isEqualTo(path.length());
    return drawn;
  }

  @Test
  void picture_isTheSameForAKey_andMirrored_andNeverNearlyEmpty() {
    for (int i = 0; i < 2000; i++) {
      Identicon picture = Identicon.of(numbered(i));
      boolean[][] drawn = squares(picture.path());

      assertThat(Identicon.of(numbered(i))).isEqualTo(picture);
      long count = Stream.of(drawn).mapToLong(row -> mirrored(row)).sum();
      assertThat(count).isGreaterThanOrEqualTo(5);
    }
  }

  private static long mirrored(boolean[] row) {
    assertThat(row[0]).isEqualTo(row[4]);
    assertThat(row[1]).isEqualTo(row[3]);
    return IntStream.range(0, 5).filter(x -> row[x]).count();
  }

  @Test
  void keysThatDifferInOneByte_rarelyLookAlike() {
    Set<Identicon> pictures = new HashSet<>();
    for (int i = 0; i < 2000; i++) {
      pictures.add(Identicon.of(numbered(i)));
    }

    assertThat(pictures).hasSizeGreaterThan(1950);
    assertThat(pictures.stream().map(Identicon::colour).distinct()).hasSize(12);
  }

  /** The surfaces and badges of both themes, as the stylesheet has them. */
  @ParameterizedTest
  @ValueSource(strings = {"#f6f4ee", "#fffefb", "#f1eee6", "#121817", "#1b2322", "#141b1a"})
  void everyColour_showsOnTheGroundsOfBothThemes(String ground) {
    IntStream.range(0, 200)
        .mapToObj(i -> Identicon.of(TestSite.newId()).colour())
        .distinct()
        .forEach(colour -> assertThat(contrast(colour, ground)).isGreaterThan(3));
  }

  private static double contrast(String one, String other) {
    double first = luminance(one);
    double second = luminance(other);
    return (Math.max(first, second) + .05) / (Math.min(first, second) + .05);
  }

  private static double luminance(String colour) {
    return .2126 * part(colour, 1) + .7152 * part(colour, 3) + .0722 * part(colour, 5);
  }

  private static double part(String colour, int at) {
    double value = Integer.parseInt(colour, at, at + 2, 16) / 255.;
    return value <= .04045 ? value / 12.92 : Math.pow((value + .055) / 1.055, 2.4);
  }
}
