@NullMarked
package alcove.crypto;

import org.jspecify.annotations.NullMarked;
