package alcove.ops.command;

import alcove.ops.backup.Backup;
import alcove.ops.backup.BackupSink;
import alcove.ops.backup.BackupStream;
import alcove.ops.backup.BackupTarget;
import alcove.ops.terminal.CommandException;
import alcove.room.audit.AuditEvent;
import alcove.room.model.RefusedException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code alcove backup FILE}: the room in one file, also while it is served. Commands on backups
 * that are there already stand below it.
 *
 * <p>Whoever has the room open only writes the bytes to its output. The process that was called
 * takes them, proves them, and writes the file, with its own rights; then it calls again, to have
 * the room note that there is a backup.
 */
@Command(
    name = "backup",
    description = {
      "Write all that the room keeps into one file.",
      "With the identity in it, as it is by default, whoever has the file can be the room."
    },
    customSynopsis = {
      "alcove backup [--without-identity] [--force] [--json] FILE",
      "       alcove backup COMMAND"
    })
public final class BackupCommand extends RoomCommand implements Callable<Integer> {
  private static final String SECRET = "secret";
  private static final Path STANDARD_OUTPUT = Path.of("-");
  private static final String NOTED = "--noted";
  private static final int BUFFER = 1 << 16;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "Where to, outside of the data directory; - is the standard output.")
  private Path file = Path.of("");

  @Option(names = "--without-identity", description = "Leave the room's key out of it.")
  private boolean withoutIdentity;

  @Option(names = "--force", description = "Replace an earlier backup.")
  private boolean force;

  @Option(names = "--json", description = "Say it as JSON on one line.")
  private boolean json;

  @Option(names = NOTED, hidden = true)
  private boolean noted;

  @Override
  public Integer call() throws CommandException, RefusedException {
    if (noted) {
      room().audit().enter(operator(), new AuditEvent.BackedUp(what()));
      return 0;
    }
    Instant now = now().truncatedTo(ChronoUnit.MILLIS);
    Optional<String> secret = withoutIdentity ? Optional.empty() : secret();
    try {
      OutputStream out = new BufferedOutputStream(new Printed(out()), BUFFER);
      access()
          .database()
          .<Integer, IOException>dump(
              dump -> {
                Backup.write(dump, access().program(), room().id(), now, secret, out);
                return 0;
              });
    } catch (IOException e) {
      throw new CommandException(e.getMessage(), e);
    }
    return 0;
  }

  private String what() {
    return withoutIdentity ? "without the identity" : "with the identity";
  }

  private Optional<String> secret() throws CommandException {
    try {
      return Optional.of(Files.readString(access().data().resolve(SECRET)));
    } catch (IOException e) {
      throw new CommandException("cannot read the room's identity: " + e.getMessage(), e);
    }
  }

  /** Whether the room is only to note that there is a backup. */
  public boolean isNote() {
    return noted;
  }

  /** These arguments, with which a backup was made, as those that have it noted. */
  public static List<String> note(List<String> arguments) {
    List<String> words = new ArrayList<>(arguments);
    words.add(1, NOTED);
    return words;
  }

  /**
   * Where the bytes go, for the process that was called.
   *
   * @param directory what names of files are relative to
   * @param data the room's data directory
   * @throws CommandException if they may not go there
   */
  public BackupSink sink(Path directory, Path data, PrintStream standardOutput, boolean isTerminal)
      throws CommandException {
    return file.equals(STANDARD_OUTPUT)
        ? BackupStream.of(standardOutput, isTerminal)
        : BackupTarget.of(directory.resolve(file), force, data);
  }

  /** What to say of a backup that is done, where that does not get into it. */
  public Optional<String> report(Backup.Summary made) {
    if (file.equals(STANDARD_OUTPUT)) {
      return Optional.empty();
    }
    return json
        ? Optional.of(
            JsonLine.of(
                JsonNodeFactory.instance
                    .objectNode()
                    .put("file", file.toString())
                    .put("rows", made.rows())
                    .put("tables", made.tables())
                    .put("identity", !withoutIdentity)))
        : Optional.of(
            "%s: %s rows of %s tables, %s".formatted(file, made.rows(), made.tables(), what()));
  }

  /** A print stream that does not keep to itself that nobody takes what it is given. */
  private static final class Printed extends FilterOutputStream {
    private final PrintStream printer;

    Printed(PrintStream printer) {
      super(printer);
      this.printer = printer;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      printer.write(bytes, offset, count);
      if (printer.checkError()) {
        throw new IOException("the caller of the command takes no more");
      }
    }
  }
}
