package alcove.app;

import io.vertx.core.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Why a port could not be opened, in words that lead an operator to the setting that mends it. */
final class ListenFailure {
  private ListenFailure() {}

  /**
   * The address to give to the system: where everything is meant, IPv6's wildcard serves both
   * families.
   */
  static String host(String listen) {
    if (!listen.equals(RoomConfig.Network.EVERYWHERE)) {
      return listen;
    }
    return Files.exists(Path.of("/proc/net/if_inet6")) ? "::" : "0.0.0.0";
  }

  /** An address and a port that were to be opened, and the settings that chose them. */
  record Wanted(Setting portSetting, int port, Setting listenSetting, String listen) {}

  /** The same future, with the failure explained. */
  static <T> Future<T> explain(Future<T> opening, Wanted wanted) {
    return opening.recover(
        failure -> Future.failedFuture(new StartupException(words(wanted, failure), failure)));
  }

  private static String words(Wanted wanted, Throwable failure) {
    int port = wanted.port();
    var flag = wanted.portSetting().flag();
    var reason = Reasons.of(failure);
    var lower = reason.toLowerCase(Locale.ROOT);
    if (lower.contains("in use")) {
      return "port %s is already in use (%s chooses another)".formatted(port, flag);
    }
    if (lower.contains("permission denied")) {
      return "port %s needs more rights than this user has (%s chooses another)"
          .formatted(port, flag);
    }
    if (lower.contains("cannot assign") || lower.contains("can't assign")) {
      return "%s is not an address of this machine (%s chooses another)"
          .formatted(wanted.listen(), wanted.listenSetting().flag());
    }
    return "port %s cannot be opened: %s".formatted(port, reason);
  }
}
