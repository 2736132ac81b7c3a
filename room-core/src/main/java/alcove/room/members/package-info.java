/** Members and blocked keys. */
@NullMarked
package alcove.room.members;

import org.jspecify.annotations.NullMarked;
