/** Limits on how often and by how many something is done. */
@NullMarked
package alcove.limits;

import org.jspecify.annotations.NullMarked;
