package alcove.room;

/**
 * What a room says about itself to everybody.
 *
 * @param name the room's name, not empty
 */
public record RoomDescription(String name) {}
