package alcove.ops.bench;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The counts, by its words, of what happened that should not have. Thread-safe. */
final class Surprises {
  private static final int MOST = 50;
  private static final int LONGEST = 200;
  private static final String OTHER = "something else";
  private static final Pattern ID = Pattern.compile("@[-_A-Za-z0-9+/=]{43,44}\\.ed25519");

  private final SortedMap<String, Long> counts = new TreeMap<>();

  /** Counts one more; of too many different ones the last are told as one. */
  synchronized void add(String words) {
    String line = ID.matcher(words.lines().findFirst().orElse("")).replaceAll("@ID");
    String known = line.length() > LONGEST ? line.substring(0, LONGEST) : line;
    counts.merge(counts.containsKey(known) || counts.size() < MOST ? known : OTHER, 1L, Long::sum);
  }

  synchronized Map<String, Long> counts() {
    return Collections.unmodifiableMap(new TreeMap<>(counts));
  }
}
