package alcove.web.dashboard;

import alcove.identity.Word;
import alcove.room.growth.Sums;
import alcove.web.page.Quantity;
import java.util.function.ToLongFunction;

/** A figure that the room's past can be looked at by. */
enum GrowthFigure implements Word {
  /** How many people were online: the most at once, and the mean. All members see that. */
  ONLINE(Quantity.COUNT, Sums::mostOnline),
  /** How many different people were here in each hour, day or week. */
  PEOPLE(Quantity.COUNT, Sums::people),
  /** How many different people were here in the seven days up to then. */
  WEEK_PEOPLE(Quantity.COUNT, Sums::weekPeople),
  /** How many belonged to the room. */
  MEMBERS(Quantity.COUNT, Sums::members),
  /** How many invites were claimed. */
  CLAIMS(Quantity.COUNT, Sums::claims),
  /** How many tunnels were opened. */
  TUNNELS(Quantity.COUNT, Sums::tunnels),
  /** What came through them. */
  TUNNEL_BYTES(Quantity.BYTES, Sums::tunnelBytes);

  private final Quantity quantity;

  /** Immutable, which its type does not say. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final ToLongFunction<Sums> value;

  GrowthFigure(Quantity quantity, ToLongFunction<Sums> value) {
    this.quantity = quantity;
    this.value = value;
  }

  Quantity quantity() {
    return quantity;
  }

  /** What it was in a span. */
  long of(Sums sums) {
    return Math.max(0, value.applyAsLong(sums));
  }
}
