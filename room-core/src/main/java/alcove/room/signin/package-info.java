/** Sign-in: with the app, with a password, by the setup link; and sessions. */
@NullMarked
package alcove.room.signin;

import org.jspecify.annotations.NullMarked;
