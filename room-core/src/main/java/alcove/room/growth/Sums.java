package alcove.room.growth;

import java.time.Instant;

/**
 * The sums of one {@link Span}. Immutable.
 *
 * @param samples how often it was looked who is online
 * @param online the sum of what was found
 * @param mostOnline the most that were found
 * @param members how many there were at last
 * @param claims how many invites were claimed
 * @param tunnels how many were opened
 * @param tunnelBytes how many came through tunnels, both ways
 * @param starts how often a server of the room began
 * @param people how many different ones were here, as far as is known
 * @param weekPeople the same since six days before its day
 */
public record Sums(
    long samples,
    long online,
    long mostOnline,
    long members,
    long claims,
    long tunnels,
    long tunnelBytes,
    long starts,
    long people,
    long weekPeople) {
  /** Those of a time of which nothing is known. */
  public static final Sums NONE = new Sums(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** Those of a span that is kept. */
  public record Kept(Span span, Instant begins, Sums sums) {}

  /** Together with those of what came later. */
  public Sums plus(Sums later) {
    return new Sums(
        samples + later.samples,
        online + later.online,
        Math.max(mostOnline, later.mostOnline),
        later.samples > 0 || samples == 0 ? later.members : members,
        claims + later.claims,
        tunnels + later.tunnels,
        tunnelBytes + later.tunnelBytes,
        starts + later.starts,
        Math.max(people, later.people),
        Math.max(weekPeople, later.weekPeople));
  }

  /** Whether all that was counted in {@code part} is counted in these, as far as numbers tell. */
  public boolean hasCounted(Sums part) {
    return samples >= part.samples
        && online >= part.online
        && claims >= part.claims
        && tunnels >= part.tunnels
        && tunnelBytes >= part.tunnelBytes
        && starts >= part.starts;
  }

  /**
   * As those of a week whose last day is {@code last}: its different people are not the sum of
   * those of its days, but those of the seven days up to its end.
   */
  public Sums ofAWeek(Sums last) {
    return new Sums(
        samples,
        online,
        mostOnline,
        members,
        claims,
        tunnels,
        tunnelBytes,
        starts,
        last.weekPeople,
        last.weekPeople);
  }

  /** How many were online on average; 0 if nobody looked. */
  public double meanOnline() {
    return samples == 0 ? 0 : (double) online / samples;
  }
}
