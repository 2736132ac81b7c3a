package alcove.web.dashboard;

import alcove.room.members.Blocks;
import alcove.room.model.RefusedException;
import alcove.room.model.StorageException;
import alcove.room.model.UnkeptBlockException;
import alcove.threads.StorageBusyException;
import java.util.List;

/** The care for blocks that have begun, whatever keeps them from being kept. */
final class Unkept {
  private Unkept() {}

  /**
   * Leaves to later what was not kept, and is not refused.
   *
   * @param begun some of which may be kept, or refused, which are left alone
   * @return what to tell whoever made them
   */
  static Throwable of(List<Blocks.Begun> begun, Throwable failure) {
    if (failure instanceof RefusedException) {
      return failure;
    }
    begun.forEach(Blocks.Begun::keepLater);
    return switch (failure) {
      case UnkeptBlockException unkept -> unkept;
      case StorageException gone -> new UnkeptBlockException(gone);
      case StorageBusyException busy -> new UnkeptBlockException(busy);
      default -> failure;
    };
  }
}
