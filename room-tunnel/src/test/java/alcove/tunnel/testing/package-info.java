/** What the tests of several packages share. */
@NullMarked
package alcove.tunnel.testing;

import org.jspecify.annotations.NullMarked;
