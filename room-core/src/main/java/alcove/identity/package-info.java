@NullMarked
package alcove.identity;

import org.jspecify.annotations.NullMarked;
