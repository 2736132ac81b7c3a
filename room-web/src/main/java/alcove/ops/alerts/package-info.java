/**
 * The word to an operator when something needs somebody: what began and ended, told once, by a
 * webhook. Nothing of people, addresses or secrets is in it.
 */
@NullMarked
package alcove.ops.alerts;

import org.jspecify.annotations.NullMarked;
