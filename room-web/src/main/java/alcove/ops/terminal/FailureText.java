package alcove.ops.terminal;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** The reason of a failure in a few words, without a class name. */
public final class FailureText {
  private FailureText() {}

  /** The reason. */
  public static String of(Throwable failure) {
    return switch (failure) {
      case AccessDeniedException e -> "permission denied";
      case NoSuchFileException e -> "no such file or directory";
      case FileAlreadyExistsException e -> "not a directory";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      case Throwable e when e.getMessage() != null -> e.getMessage();
      case Throwable e -> e.getClass().getSimpleName();
    };
  }
}
