package alcove.room;

/**
 * What a room says about itself to everybody.
 *
 * @param name the room's name, not empty
 * @param description what it is for and whom it is for; empty when nobody has said
 */
public record RoomDescription(String name, String description) {}
