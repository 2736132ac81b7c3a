/**
 * The way of a request: through {@code Front} and {@code Doorman} to what its {@code Endpoint}
 * does, which sees it as a {@code Visit} and makes an {@code Answer}. Knows no page.
 */
@NullMarked
package alcove.web.http;

import org.jspecify.annotations.NullMarked;
