/**
 * Certificates from an authority that speaks ACME: the account, orders, proofs, renewal, and what
 * is kept of all that on the disk. Knows nothing of the room: which hosts there are it asks whoever
 * begins it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8555">RFC 8555</a>
 */
@NullMarked
package alcove.acme;

import org.jspecify.annotations.NullMarked;
