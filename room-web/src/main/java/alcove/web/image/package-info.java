/** Images that the room makes, and reads: the only package that uses {@code java.desktop}. */
@NullMarked
package alcove.web.image;

import org.jspecify.annotations.NullMarked;
