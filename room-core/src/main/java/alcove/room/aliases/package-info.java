/** Aliases. */
@NullMarked
package alcove.room.aliases;

import org.jspecify.annotations.NullMarked;
