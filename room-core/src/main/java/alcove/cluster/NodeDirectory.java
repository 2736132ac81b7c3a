package alcove.cluster;

import alcove.identity.HostAndPort;
import java.util.Set;

/**
 * The place where nodes of one room learn where the others are before they see each other. Blocks,
 * and is used by one thread at a time.
 */
public interface NodeDirectory extends AutoCloseable {
  /**
   * Says that this node is at {@code own}, until the process ends or this is closed.
   *
   * @return where others are, as far as is known; connecting to each is the only proof
   * @throws alcove.room.model.StorageException if the place cannot be reached
   * @throws IllegalArgumentException if others can never be told of {@code own}
   */
  Set<HostAndPort> meet(HostAndPort own);

  @Override
  void close();
}
