package alcove.app;

import alcove.acme.HostRules;
import alcove.address.PublicAddress;
import alcove.room.Room;
import alcove.room.model.AliasForm;
import alcove.room.model.RefusedException;
import alcove.threads.StorageThreads;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The subdomains of aliases, as far as links lead there, and {@code www}, which leads to the room.
 * Thread-safe.
 */
record AliasHosts(Room room, StorageThreads storage, Supplier<PublicAddress> address)
    implements HostRules {
  @Override
  public boolean isCandidate(String host) {
    return room.settings().aliasForm() == AliasForm.SUBDOMAIN && label(host).isPresent();
  }

  private Optional<String> label(String host) {
    return host.endsWith(".") || host.indexOf(':') >= 0
        ? Optional.empty()
        : address.get().aliasIn(host);
  }

  @Override
  public Future<Boolean> exists(String host) {
    var label = label(host);
    if (label.isEmpty()) {
      return Future.succeededFuture(false);
    }
    return address.get().isWww(host)
        ? Future.succeededFuture(true)
        : storage.run(() -> resolves(label.get()));
  }

  private boolean resolves(String alias) {
    try {
      return room.aliases().resolve(alias).name().equals(alias);
    } catch (RefusedException none) {
      return false;
    }
  }
}
