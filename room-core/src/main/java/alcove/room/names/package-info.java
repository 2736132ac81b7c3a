/** Names of people, which of them look alike, and the beginning of a text that is too long. */
@NullMarked
package alcove.room.names;

import org.jspecify.annotations.NullMarked;
