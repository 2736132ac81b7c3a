/** Events of the audit log. */
@NullMarked
package alcove.room.audit;

import org.jspecify.annotations.NullMarked;
