/** Passkeys: what they are, what a device is asked, and whether its answer is good. */
@NullMarked
package alcove.room.passkeys;

import org.jspecify.annotations.NullMarked;
