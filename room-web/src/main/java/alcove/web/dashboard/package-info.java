/** The pages of members who are signed in, each under {@code /dashboard}. */
@NullMarked
package alcove.web.dashboard;

import org.jspecify.annotations.NullMarked;
