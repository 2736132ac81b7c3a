/** Files that no crash leaves half written. */
@NullMarked
package alcove.files;

import org.jspecify.annotations.NullMarked;
