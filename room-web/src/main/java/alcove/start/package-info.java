/** The first class of the process. Uses nothing but a JDK, however old. */
@NullMarked
package alcove.start;

import org.jspecify.annotations.NullMarked;
