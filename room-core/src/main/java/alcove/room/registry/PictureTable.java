package alcove.room.registry;

import alcove.room.model.Picture;
import java.util.Optional;

/** The picture of the room in the registry. */
public interface PictureTable {
  /** The picture, if there is one. */
  Optional<Picture> find();

  /** Puts another in its place; empty: none. */
  void put(Optional<Picture> picture);
}
