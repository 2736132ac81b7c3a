package alcove.room.registry;

import alcove.room.model.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A registry that undoes whatever is written to it as soon as that is found to be possible.
 * Thread-safe.
 *
 * @param real what is read, and written to until that is undone
 */
record TrialRegistry(Registry real) implements Registry {
  @Override
  public <T> T read(Reading<T> reading) {
    return real.read(reading);
  }

  @Override
  public <T> T readAll(Reading<T> reading) {
    return real.readAll(reading);
  }

  @Override
  public <T> T write(Writing<T> writing) throws RefusedException {
    List<T> results = new ArrayList<>();
    try {
      return real.write(
          tables -> {
            results.add(writing.in(tables));
            throw new Undone();
          });
    } catch (Undone possible) {
      return results.getLast();
    }
  }

  /** Writes nothing: it is no part of the room's state, and nothing refuses it. */
  @Override
  public void note(Consumer<Tables> writing) {}

  @Override
  public long interruptions() {
    return real.interruptions();
  }

  /** What undoes a transaction, which all that a {@link Writing} throws does. */
  private static final class Undone extends RuntimeException {
    private static final long serialVersionUID = 1;

    Undone() {
      super("undone, as was intended", null, false, false);
    }
  }
}
