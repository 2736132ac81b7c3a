package alcove.acme;

import alcove.health.Quotation;
import java.net.ConnectException;
import java.time.Instant;
import java.util.Optional;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeServerException;

/** The reason of a failure in a line, of which an authority may have written most. */
final class Reason {
  private Reason() {}

  static String of(Throwable failure) {
    var text =
        switch (failure) {
          case AcmeNetworkException e ->
              "the authority cannot be reached: " + first(e.getCause() == null ? e : e.getCause());
          case Throwable e -> first(e);
        };
    return Quotation.of(text);
  }

  /** The first that says anything. */
  private static String first(Throwable failure) {
    if (failure instanceof ConnectException && failure.getMessage() == null) {
      return "no connection";
    }
    for (var each = failure; each != null; each = each.getCause()) {
      if (each.getMessage() != null) {
        return each.getMessage();
      }
    }
    return failure.getClass().getSimpleName();
  }

  /** When the authority wants to be asked again, if it said that. */
  static Optional<Instant> wait(Throwable failure) {
    return failure instanceof AcmeRateLimitedException limited
        ? limited.getRetryAfter()
        : Optional.empty();
  }

  /** Whether the authority does not know our account, as after it was wiped. */
  static boolean isUnknownAccount(Throwable failure) {
    return failure instanceof AcmeServerException problem
        && problem.getType().toString().endsWith(":accountDoesNotExist");
  }
}
