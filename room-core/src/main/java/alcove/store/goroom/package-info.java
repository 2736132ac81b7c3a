/**
 * Reads the folder of a go-ssb-room, the other room server: its {@code secret} and its SQLite
 * database {@code roomdb}, of every version that had releases.
 *
 * <p>{@link alcove.store.goroom.GoRoomFolder} is the way in. Nothing is ever written into that
 * folder. It may use {@code alcove.crypto}, {@code alcove.identity} and the wings of {@code
 * alcove.room}.
 */
@NullMarked
package alcove.store.goroom;

import org.jspecify.annotations.NullMarked;
