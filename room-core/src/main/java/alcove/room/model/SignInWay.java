package alcove.room.model;

import alcove.identity.Word;

/** The way in which somebody proved to a browser's session who they are. */
public enum SignInWay implements Word {
  /** The app signed a challenge, or claimed the room for its key. */
  APP,
  /** A password. */
  PASSWORD,
  /** A passkey. */
  PASSKEY,
  /** The setup link of a room without an admin. */
  SETUP
}
