/**
 * The way of a request: through {@code RequestPipeline} and {@code Authenticator} to what its
 * {@code Endpoint} does, which sees it as an {@code Exchange} and makes a {@code Response}. Knows
 * no page.
 */
@NullMarked
package alcove.web.http;

import org.jspecify.annotations.NullMarked;
