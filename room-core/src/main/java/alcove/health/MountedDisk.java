package alcove.health;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A disk that is asked on a thread of its own, one at a time: a file system that hangs, as one of
 * another machine may for hours, costs that one thread however often it is asked. Thread-safe.
 */
final class MountedDisk implements Disk {
  private final String name;
  private final Callable<DiskSpace> look;
  private @Nullable FutureTask<DiskSpace> asking;

  /**
   * One that nobody has asked.
   *
   * @param name of its folder, for whom it fails
   * @param look may block for however long
   */
  MountedDisk(String name, Callable<DiskSpace> look) {
    this.name = name;
    this.look = look;
  }

  /** Blocks for as long as the file system wants. */
  static DiskSpace look(Path folder) throws IOException {
    File file = folder.toFile();
    if (!file.isDirectory()) {
      throw new IOException(folder + " is no folder, or cannot be read");
    }
    if (!Files.isWritable(folder)) {
      throw new IOException(folder + " cannot be written to");
    }
    return new DiskSpace(file.getUsableSpace(), file.getTotalSpace());
  }

  @Override
  public Optional<DiskSpace> space(Duration patience) throws IOException {
    try {
      return Optional.of(ask().get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException hangs) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(name + " was not waited for");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    }
  }

  private synchronized FutureTask<DiskSpace> ask() {
    if (asking == null || asking.isDone()) {
      asking = new FutureTask<>(look);
      Thread.ofPlatform().name("disk").daemon().start(asking);
    }
    return asking;
  }
}
