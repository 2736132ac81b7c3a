/** Names of people, and which of them look alike. */
@NullMarked
package alcove.room.names;

import org.jspecify.annotations.NullMarked;
