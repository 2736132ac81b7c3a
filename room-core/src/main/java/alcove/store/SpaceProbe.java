package alcove.store;

import alcove.files.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A probe of whether a directory's disk takes what is written: a small file, written, forced to the
 * disk and emptied again, since each write to the database itself makes that larger for good. Not
 * thread-safe.
 */
record SpaceProbe(Path file) {
  private static final Logger LOG = LoggerFactory.getLogger(SpaceProbe.class);

  /** More than a change takes. */
  private static final int BYTES = 64 << 10;

  static SpaceProbe in(Path data) {
    return new SpaceProbe(data.resolve("probe"));
  }

  /** Leaves nothing behind. */
  static void deleteIn(Path data) {
    try {
      Files.deleteIfExists(in(data).file());
    } catch (IOException e) {
      LOG.debug("cannot delete the file of a probe", e);
    }
  }

  /** Tries. Blocks. */
  void run() throws IOException {
    byte[] bytes = new byte[BYTES];
    // file systems that compress would take zeros for nothing
    ThreadLocalRandom.current().nextBytes(bytes);
    try (FileChannel channel = open()) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        channel.write(rest, rest.position());
      }
      channel.force(true);
      channel.truncate(0);
    }
  }

  private FileChannel open() throws IOException {
    return Files.exists(file)
        ? FileChannel.open(file, StandardOpenOption.WRITE)
        : DurableFiles.create(file);
  }
}
