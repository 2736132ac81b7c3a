package alcove.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Files that have to stay where they are as long as a registry is open: one that was deleted can be
 * written on for days, and is gone with the process. Immutable.
 *
 * @param keys what the system calls each; empty where it has no such thing, or another file may
 *     take the name
 */
record KeptFiles(Map<Path, Optional<Object>> keys) {
  KeptFiles {
    // in this order: what is gone with its directory is not told by itself
    keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
  }

  /**
   * Those of an open registry.
   *
   * @param data the room's directory, with its mark
   * @param database the file in it, if it has one
   */
  static KeptFiles of(Path data, Optional<Path> database) {
    Map<Path, Optional<Object>> keys = new LinkedHashMap<>();
    keys.put(data, key(data));
    for (Path file : List.of(data.resolve(RegistryMark.NAME), database.orElse(data))) {
      keys.put(file, key(file));
    }
    if (Files.exists(data.resolve(Owner.SECRET))) {
      keys.put(data.resolve(Owner.SECRET), Optional.empty());
    }
    return new KeptFiles(keys);
  }

  /** None. */
  static KeptFiles none() {
    return new KeptFiles(Map.of());
  }

  private static Optional<Object> key(Path file) {
    try {
      return Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /** What is the matter, in one line; empty if all are there. Takes some microseconds. */
  Optional<String> trouble() {
    for (Map.Entry<Path, Optional<Object>> each : keys.entrySet()) {
      Path file = each.getKey();
      boolean isOther = each.getValue().isPresent() && !each.getValue().equals(key(file));
      if (isOther || Files.notExists(file)) {
        return Optional.of(
            "%s is gone or was replaced, and what is changed now would be lost: put it back, or"
                    .formatted(file)
                + " stop the room and restore a backup");
      }
    }
    return Optional.empty();
  }
}
