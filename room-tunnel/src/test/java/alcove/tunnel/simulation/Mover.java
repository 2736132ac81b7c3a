package alcove.tunnel.simulation;

/** A part of the world that goes on by itself, step by step, when the seed gives it a turn. */
interface Mover {
  /** Whether it has something to do now. */
  boolean isReady();

  /** Does one thing. */
  void step(Chance chance);
}
