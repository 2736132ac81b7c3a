/** Values: the apps that pages name to newcomers. */
@NullMarked
package alcove.room.apps;

import org.jspecify.annotations.NullMarked;
