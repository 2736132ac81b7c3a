package alcove.tunnel.simulation;

import alcove.tunnel.simulation.Deed.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * All that a seed decides: the terms, and the deeds in their order. Each deed has randomness of its
 * own, so that one can be left out and the others stay as they are, as far as may be.
 */
record Schedule(long seed, List<Deed> deeds) {
  private static final int MOST = 90;

  /** One kind in so many does not come at all, and as many come much more often. */
  private static final int ODD = 5;

  /** Rooms are dull before somebody is there. */
  private static final List<Kind> BEGINNING =
      List.of(
          Kind.CONNECT, Kind.CONNECT, Kind.CONNECT, Kind.ATTEND, Kind.SUBSCRIBE, Kind.OPEN_TUNNEL);

  static Schedule of(long seed) {
    Chance chance = new Chance(Chance.mix(seed) ^ 0x5eed);
    List<Kind> kinds = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      int often = chance.oneIn(ODD) ? 0 : chance.oneIn(ODD) ? 4 : 1;
      for (int i = 0; i < kind.weight() * often; i++) {
        kinds.add(kind);
      }
    }
    kinds.add(Kind.CONNECT);
    int length = chance.between(8, chance.oneIn(3) ? MOST : MOST / 2);
    List<Deed> deeds = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      Kind kind = i < BEGINNING.size() ? BEGINNING.get(i) : chance.of(kinds);
      deeds.add(new Deed(i, kind, chance.next()));
    }
    return new Schedule(seed, deeds);
  }

  Terms terms() {
    return Terms.of(new Chance(Chance.mix(seed) ^ 0x7e4e5));
  }

  /** The same with only those deeds that fit. */
  Schedule only(Predicate<Deed> which) {
    return new Schedule(seed, deeds.stream().filter(which).toList());
  }

  /** The numbers of its deeds, as {@code alcove.simulation.deeds} takes them. */
  String numbers() {
    return deeds.stream().map(each -> "" + each.number()).collect(Collectors.joining(","));
  }
}
