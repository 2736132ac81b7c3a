package alcove.web;

import alcove.identity.MultiserverAddress;
import alcove.identity.RoomInviteCode;

/**
 * What is written on the room's door.
 *
 * @param name the room's name
 * @param address where peers find it over TCP
 * @param webSocketAddress where peers in a browser find it
 */
public record Doorplate(
    String name, MultiserverAddress address, MultiserverAddress webSocketAddress) {
  /**
   * The invite code that apps of the first rooms take: anybody may use it while the room is open.
   */
  RoomInviteCode inviteCode() {
    return RoomInviteCode.of(address);
  }
}
