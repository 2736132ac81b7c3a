/** Notices and apps, which pages show to visitors. */
@NullMarked
package alcove.room.notices;

import org.jspecify.annotations.NullMarked;
