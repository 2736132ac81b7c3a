package alcove.web;

import alcove.room.PublicAddress;

/**
 * What is written on the room's door.
 *
 * @param name the room's name
 * @param address where the room is found
 */
public record Doorplate(String name, PublicAddress address) {}
