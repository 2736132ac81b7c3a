/**
 * Fuzzing of everything that reads what somebody else wrote. A {@link alcove.fuzz.FuzzTarget} is a
 * test of its kept corpus in an ordinary build; {@code .ci/fuzz} lets Jazzer search for more.
 */
@NullMarked
package alcove.fuzz;

import org.jspecify.annotations.NullMarked;
