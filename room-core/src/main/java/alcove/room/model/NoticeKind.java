package alcove.room.model;

import alcove.identity.Word;

/** The subject of a notice. */
public enum NoticeKind implements Word {
  /** What the room is. */
  DESCRIPTION,
  /** What is new. */
  NEWS,
  /** How people behave here. */
  CODE_OF_CONDUCT,
  /** What is kept of whom. */
  PRIVACY_POLICY
}
