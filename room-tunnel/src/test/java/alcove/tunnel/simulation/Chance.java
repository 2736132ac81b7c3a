package alcove.tunnel.simulation;

import java.util.List;

/** Decisions that a seed fixes (SplitMix64). */
final class Chance {
  private long state;

  Chance(long seed) {
    state = seed;
  }

  static long mix(long value) {
    long mixed = value + 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  long next() {
    state += 0x9e3779b97f4a7c15L;
    return mix(state);
  }

  /** From 0 to {@code most}, without that. */
  int below(int most) {
    return (int) Long.remainderUnsigned(next() >>> 1, most);
  }

  /** Both included. */
  int between(int least, int most) {
    return least + below(most - least + 1);
  }

  boolean oneIn(int many) {
    return below(many) == 0;
  }

  <T> T of(List<T> all) {
    return all.get(below(all.size()));
  }

  /** A length: mostly small, at times as long as may be, and often at a border of the wire's. */
  int length(int most) {
    int length =
        switch (below(8)) {
          case 0, 1, 2 -> between(1, 40);
          case 3, 4 -> between(1, 1500);
          case 5 -> 4096 * between(1, 5) + between(-1, 1);
          case 6 -> between(1, 20_000);
          default -> between(1, most);
        };
    return Math.clamp(length, 1, most);
  }
}
