package alcove.app;

import alcove.ops.terminal.CommandException;
import alcove.ops.terminal.FailureText;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The reason why a port could not be opened, in words that lead an operator to the setting that
 * mends it.
 */
final class ListenFailure {
  private ListenFailure() {}

  /** An address and a port that were to be opened, and the settings that chose them. */
  record Wanted(Setting<?> portSetting, int port, Setting<?> listenSetting, String listen) {
    /**
     * The addresses to try, in order. Where everything is meant, IPv6's wildcard serves both
     * families; a machine without IPv6 has only the other, and one of IPv6 alone may lack the
     * loopback address that is tried first.
     */
    List<String> hosts() {
      return switch (listen) {
        case ValueParser.EVERYWHERE -> List.of("::", "0.0.0.0");
        case "localhost" -> List.of("127.0.0.1", "::1");
        default -> List.of(listen);
      };
    }
  }

  /** Opens it at the first address that this machine has; a failure is explained. */
  static <T> Future<T> open(Wanted wanted, Function<String, Future<T>> opening) {
    return open(wanted, wanted.hosts().iterator(), opening);
  }

  private static <T> Future<T> open(
      Wanted wanted, Iterator<String> hosts, Function<String, Future<T>> opening) {
    return opening
        .apply(hosts.next())
        .recover(
            failure ->
                hosts.hasNext() && !isOfThePort(FailureText.of(failure))
                    ? open(wanted, hosts, opening)
                    : Future.failedFuture(new CommandException(words(wanted, failure), failure)));
  }

  /**
   * Fails if it could not be opened now. Blocks for a moment.
   *
   * @throws CommandException that says why not
   */
  static void requireFree(Wanted wanted) throws CommandException {
    var hosts = wanted.hosts().iterator();
    while (true) {
      try (var socket = new ServerSocket()) {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(hosts.next(), wanted.port()));
        return;
      } catch (IOException | UnsupportedOperationException failure) {
        if (!hosts.hasNext() || isOfThePort(FailureText.of(failure))) {
          throw new CommandException(words(wanted, failure), failure);
        }
      }
    }
  }

  /** Whether another address would not help. */
  private static boolean isOfThePort(String reason) {
    return isInUse(reason) || isForbidden(reason);
  }

  private static boolean isInUse(String reason) {
    return reason.toLowerCase(Locale.ROOT).contains("in use");
  }

  private static boolean isForbidden(String reason) {
    return reason.toLowerCase(Locale.ROOT).contains("permission denied");
  }

  private static String words(Wanted wanted, Throwable failure) {
    int port = wanted.port();
    var flag = wanted.portSetting().flag();
    var reason = FailureText.of(failure);
    if (isInUse(reason)) {
      return "port %s is already in use (%s chooses another)".formatted(port, flag);
    }
    if (isForbidden(reason)) {
      return "port %s needs more rights than this user has (%s chooses another)"
          .formatted(port, flag);
    }
    if (isOfAnotherMachine(reason)) {
      return "%s is not an address of this machine (%s chooses another)"
          .formatted(wanted.listen(), wanted.listenSetting().flag());
    }
    return "port %s cannot be opened: %s".formatted(port, reason);
  }

  /** The words of Linux, of Java, and of a machine that lacks the whole family of addresses. */
  private static boolean isOfAnotherMachine(String reason) {
    var lower = reason.toLowerCase(Locale.ROOT);
    return lower.contains("cannot assign")
        || lower.contains("can't assign")
        || lower.contains("address family")
        || lower.contains("unsupportedaddresstype")
        || lower.contains("error(-97)");
  }
}
