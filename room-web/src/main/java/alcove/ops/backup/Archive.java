package alcove.ops.backup;

import alcove.ops.terminal.CommandException;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * The zip files of backups, read from their beginning: only entries of known names, and no more
 * than a registry can have. Nothing of them is held.
 */
final class Archive {
  private static final Pattern NAMES =
      Pattern.compile("backup\\.json|secret|tables/[a-z_]{1,40}\\.jsonl");

  private static final int MOST_ENTRIES = 100;

  /** Millions of rows; a bomb of that size takes half a minute to look through. */
  private static final long MOST_BYTES = 4L << 30;

  /**
   * The record at the end of a zip without a comment: "PK" 5 6, two bytes each of which disk it is.
   */
  private static final int LENGTH_OF_END = 22;

  private static final int END = 0x06054b50;
  private static final int ENTRIES_AT = 10;
  private static final int DIRECTORY_LENGTH_AT = 12;
  private static final int DIRECTORY_AT = 16;

  private final Measured whole;
  private final ZipInputStream zip;
  private final Limited bytes;
  private final Set<String> names = new HashSet<>();

  /** Closes {@code in} with {@link #bytes}. */
  Archive(InputStream in) {
    this.whole = new Measured(in);
    this.zip = new ZipInputStream(whole);
    this.bytes = new Limited(zip);
  }

  /**
   * Goes to the next entry.
   *
   * @return its name; nothing if there is none
   * @throws CommandException if it is no such file
   */
  Optional<String> next() throws IOException, CommandException {
    bytes.transferTo(OutputStream.nullOutputStream());
    ZipEntry entry = zip.getNextEntry();
    if (entry == null) {
      return Optional.empty();
    }
    if (!NAMES.matcher(entry.getName()).matches() || names.size() == MOST_ENTRIES) {
      throw new CommandException("it is not a backup of Alcove");
    }
    if (!names.add(entry.getName())) {
      throw new CommandException("it is damaged: an entry is in it twice");
    }
    return Optional.of(entry.getName());
  }

  /**
   * Reads what is behind the last entry, which must be the zip's own directory and nothing else.
   *
   * @throws CommandException if the end is missing, or anything stands before or behind this zip
   */
  void requireEnd() throws IOException, CommandException {
    whole.transferTo(OutputStream.nullOutputStream());
    ByteBuffer end = ByteBuffer.wrap(whole.last).order(ByteOrder.LITTLE_ENDIAN);
    if (whole.length < LENGTH_OF_END || end.getInt(0) != END) {
      throw new CommandException(
          "it is damaged: its end is missing, or something stands behind it");
    }
    long directory = Integer.toUnsignedLong(end.getInt(DIRECTORY_AT));
    long length = Integer.toUnsignedLong(end.getInt(DIRECTORY_LENGTH_AT));
    if (Short.toUnsignedInt(end.getShort(ENTRIES_AT)) != names.size()
        || directory + length + LENGTH_OF_END != whole.length) {
      throw new CommandException("it is damaged: there is more in the file than one backup");
    }
  }

  /** What is in the entry; closing it closes all. */
  InputStream bytes() {
    return bytes;
  }

  /** Why a file cannot be read, if that is because of what is in it. */
  static Optional<CommandException> explain(IOException failure) {
    return switch (failure) {
      case TooMuchException e ->
          Optional.of(new CommandException("it holds more than %s bytes".formatted(MOST_BYTES), e));
      case ZipException e ->
          Optional.of(new CommandException("it is damaged: " + e.getMessage(), e));
      case EOFException e ->
          Optional.of(new CommandException("it is damaged: " + e.getMessage(), e));
      default -> Optional.empty();
    };
  }

  /** Bytes that are counted as they pass, and the last of them. */
  private static final class Measured extends FilterInputStream {
    private final byte[] last = new byte[LENGTH_OF_END];
    private long length;

    Measured(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
      int read = super.read(bytes, offset, count);
      if (read > 0) {
        length += read;
        int kept = Math.max(LENGTH_OF_END - read, 0);
        System.arraycopy(last, LENGTH_OF_END - kept, last, 0, kept);
        int taken = LENGTH_OF_END - kept;
        System.arraycopy(bytes, offset + read - taken, last, kept, taken);
      }
      return read;
    }

    @Override
    public long skip(long count) throws IOException {
      throw new UnsupportedOperationException();
    }
  }

  private static final class TooMuchException extends IOException {
    private static final long serialVersionUID = 1;
  }

  /** What all entries hold together. */
  private static final class Limited extends FilterInputStream {
    private long left = MOST_BYTES;

    Limited(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
      int read = super.read(bytes, offset, count);
      left -= Math.max(read, 0);
      if (left < 0) {
        throw new TooMuchException();
      }
      return read;
    }

    @Override
    public long skip(long count) throws IOException {
      throw new UnsupportedOperationException();
    }
  }
}
