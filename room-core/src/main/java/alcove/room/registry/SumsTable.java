package alcove.room.registry;

import alcove.room.growth.Span;
import alcove.room.growth.Sums;
import java.time.Instant;
import java.util.List;

/** The table of what hours and days had, within one transaction. Confined to it. */
public interface SumsTable {
  /** All, oldest first. */
  List<Sums.Kept> all();

  /** Enters those of a span, or replaces what was there of it. */
  void put(Sums.Kept kept);

  /** Takes those of a span out. */
  void delete(Span span, Instant begins);
}
