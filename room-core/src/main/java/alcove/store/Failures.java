package alcove.store;

import alcove.room.model.RegistryAwayException;
import alcove.room.model.StorageException;
import com.google.errorprone.annotations.FormatMethod;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Locale;
import java.util.Set;
import org.h2.api.ErrorCode;

/** The words for what is the matter with a database, without class names or secrets. */
final class Failures {
  private static final String RESTORE =
      "move what is in that directory elsewhere and restore a backup into it (alcove restore)";

  /** SQLSTATEs: connections, too many connections, too slow, and the server's end and beginning. */
  private static final Set<String> AWAY = Set.of("08", "53300", "57014", "57P");

  private Failures() {}

  /** What was said first about the cause. */
  static String reason(Throwable failure) {
    String reason = failure.getClass().getSimpleName();
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof AccessDeniedException) {
        return "permission denied";
      }
      if (each.getMessage() != null) {
        reason = each.getMessage();
      }
    }
    return reason.lines().findFirst().orElse(reason);
  }

  /** A database is not used, for a reason that no other failure gave. */
  @FormatMethod
  static StorageException refusal(String format, Object... arguments) {
    return new StorageException(String.format(Locale.ROOT, format, arguments));
  }

  /** A database that was opened failed. */
  static StorageException running(Throwable failure) {
    String line = "database: " + reason(failure);
    return isAway(failure)
        ? new RegistryAwayException(line, failure)
        : new StorageException(line, failure);
  }

  /**
   * Whether there was no connection in time, or there is none any more, or the server gave up an
   * answer that took too long, or says that it ends, begins or is full.
   */
  private static boolean isAway(Throwable failure) {
    return isWithoutConnection(failure) || AWAY.stream().anyMatch(state(failure)::startsWith);
  }

  /** Whether no connection could be had for as long as anybody waits for one. */
  static boolean isWithoutConnection(Throwable failure) {
    return hasCause(failure, SQLTransientConnectionException.class);
  }

  /** The same when all was written but its end: the database may have kept it. */
  static StorageException committing(Throwable failure) {
    return new StorageException(
        "database: %s; the change may have been made all the same: look before you repeat it"
            .formatted(reason(failure)),
        failure);
  }

  /** A database cannot be opened. */
  static StorageException opening(DatabaseUrl url, Throwable failure) {
    String line =
        switch (url) {
          case DatabaseUrl.H2File file -> h2(file, failure);
          case DatabaseUrl.H2Memory memory -> memory.shown() + ": " + reason(failure);
          case DatabaseUrl.PostgreSql server -> server(server, failure);
        };
    return new StorageException(line, failure);
  }

  /** What is in a file is not what must be in it. */
  static StorageException damaged(DatabaseUrl url, String what) {
    return new StorageException(damage(url, what));
  }

  private static String damage(DatabaseUrl url, String what) {
    return "%s is damaged (%s): %s".formatted(url.shown(), what, RESTORE);
  }

  private static String h2(DatabaseUrl.H2File url, Throwable failure) {
    if (isDamage(failure)) {
      return damage(url, reason(failure));
    }
    return switch (code(failure)) {
      // while it is only looked at: what it would make of an empty one
      case ErrorCode.DATABASE_IS_READ_ONLY -> damage(url, "there is no registry in it");
      case ErrorCode.DATABASE_ALREADY_OPEN_1 ->
          url.shown() + " is in use by another process: end that one first";
      case ErrorCode.DATABASE_NOT_FOUND_WITH_IF_EXISTS_1 -> url.shown() + " is missing: " + RESTORE;
      case ErrorCode.FILE_VERSION_ERROR_1 ->
          url.shown()
              + " has a format that this Alcove cannot read: run the Alcove that wrote it, and make"
              + " a backup with that";
      default -> "%s cannot be used: %s".formatted(url.shown(), reason(failure));
    };
  }

  /** H2 reports much damage as a general error, but also what the disk says. */
  private static boolean isDamage(Throwable failure) {
    int code = code(failure);
    return hasCause(failure, EOFException.class)
        || code == ErrorCode.FILE_CORRUPTED_1
        || (code == ErrorCode.GENERAL_ERROR_1 && !hasCause(failure, IOException.class));
  }

  private static int code(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof SQLException e) {
        return e.getErrorCode();
      }
    }
    return 0;
  }

  private static String server(DatabaseUrl url, Throwable failure) {
    String state = state(failure);
    if (state.startsWith("28")) {
      return url.shown() + " refuses the user or the password that the JDBC URL names";
    }
    if (state.startsWith("08") || hasCause(failure, IOException.class)) {
      return "%s cannot be reached: %s".formatted(url.shown(), reason(failure));
    }
    return "%s cannot be used: %s".formatted(url.shown(), reason(failure));
  }

  private static String state(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof SQLException e && e.getSQLState() != null) {
        return e.getSQLState();
      }
    }
    return "";
  }

  private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return true;
      }
    }
    return false;
  }
}
