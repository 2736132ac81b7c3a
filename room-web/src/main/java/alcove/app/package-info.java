/**
 * The program: its command line, its configuration, and the one place that puts the parts together.
 *
 * <p>The only package that sees every other; none sees it.
 */
@NullMarked
package alcove.app;

import org.jspecify.annotations.NullMarked;
