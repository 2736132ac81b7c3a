/**
 * Deterministic simulation: a whole room on event loops, threads, clocks and wires that a seed
 * moves, with peers that know what must be true. {@link alcove.tunnel.simulation.SimulationTest}
 * runs many schedules; {@code CONTRIBUTING.md} says how to repeat one.
 */
@NullMarked
package alcove.tunnel.simulation;

import org.jspecify.annotations.NullMarked;
