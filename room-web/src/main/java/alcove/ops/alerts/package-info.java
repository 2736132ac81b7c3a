/**
 * The word to an operator when something needs somebody: what began, got worse and ended, and
 * faults of the room itself, told once, by a webhook and by mail. Nothing of people, addresses or
 * secrets is in it.
 */
@NullMarked
package alcove.ops.alerts;

import org.jspecify.annotations.NullMarked;
