@NullMarked
package alcove.room;

import org.jspecify.annotations.NullMarked;
