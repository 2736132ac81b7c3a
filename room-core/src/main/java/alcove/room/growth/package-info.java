/**
 * The values by which the room tells whether it grows: what an hour or a day had, in sums. Nothing
 * here is about a person.
 */
@NullMarked
package alcove.room.growth;

import org.jspecify.annotations.NullMarked;
