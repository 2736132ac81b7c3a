/** Our handshake as the public test suite for secret handshakes wants to talk to it. */
@NullMarked
package alcove.tunnel.shs.suite;

import org.jspecify.annotations.NullMarked;
