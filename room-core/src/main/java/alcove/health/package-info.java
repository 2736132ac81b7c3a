/** The state of the room's machine and of its surroundings: checks, findings, measurements. */
@NullMarked
package alcove.health;

import org.jspecify.annotations.NullMarked;
