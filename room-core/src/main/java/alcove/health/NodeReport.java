package alcove.health;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The state of a node of the room as it tells another.
 *
 * @param name what operators call it
 * @param said empty if it did not answer in time
 */
public record NodeReport(String name, Optional<Said> said) {
  /**
   * What it said.
   *
   * @param off by how much its clock differs from that of whoever asked, in either direction
   * @param generation that of the registry by which it judges
   * @param sees the ids of all nodes that it sees, itself included
   * @param unreached the names of those to which no link for tunnels can be opened
   * @param settings those that have to be the same on all nodes, by their flags; none where it is
   *     of a release that does not tell
   */
  public record Said(
      Duration off,
      long generation,
      Set<String> sees,
      List<String> unreached,
      Map<String, String> settings) {
    public Said {
      sees = Set.copyOf(sees);
      unreached = List.copyOf(unreached);
      settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    }

    /** The flag of a setting that another node has otherwise, if there is one. */
    public Optional<String> differsFrom(Said other) {
      return settings.entrySet().stream()
          .filter(
              each ->
                  !each.getValue()
                      .equals(other.settings.getOrDefault(each.getKey(), each.getValue())))
          .map(Map.Entry::getKey)
          .findFirst();
    }
  }
}
