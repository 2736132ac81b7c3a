/** The pages that anybody can come to: the front page, invites, aliases, notices, signing in. */
@NullMarked
package alcove.web.visitor;

import org.jspecify.annotations.NullMarked;
