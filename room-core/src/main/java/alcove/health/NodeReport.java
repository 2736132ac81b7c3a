package alcove.health;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
   */
  public record Said(Duration off, long generation, Set<String> sees, List<String> unreached) {
    public Said {
      sees = Set.copyOf(sees);
      unreached = List.copyOf(unreached);
    }
  }
}
