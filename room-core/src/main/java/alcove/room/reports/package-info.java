/** Reports of members to the moderators about somebody, and what comes of them. */
@NullMarked
package alcove.room.reports;

import org.jspecify.annotations.NullMarked;
