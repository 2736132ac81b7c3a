package alcove.ops.backup;

import alcove.ops.terminal.CommandException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A backup on the standard output, proved while it passes. Confined to one thread; another one
 * proves.
 */
public final class BackupStream implements BackupSink {
  private static final int BUFFER = 1 << 16;

  private final PipedOutputStream pipe;
  private final CompletableFuture<Backup.Summary> proof;
  private final BackupTarget.Telling out;

  private BackupStream(PrintStream output) throws IOException {
    this.pipe = new PipedOutputStream();
    PipedInputStream copy = new PipedInputStream(pipe, BUFFER);
    this.proof = CompletableFuture.supplyAsync(() -> prove(copy), Thread::startVirtualThread);
    this.out = new BackupTarget.Telling(new Both(output, pipe));
  }

  /**
   * Begins.
   *
   * @param isTerminal whether somebody would have to look at the bytes
   * @throws CommandException if so
   */
  public static BackupStream of(PrintStream output, boolean isTerminal) throws CommandException {
    if (isTerminal) {
      throw new CommandException(
          "a backup is nothing to read on a terminal: lead it into a file or a pipe");
    }
    try {
      return new BackupStream(output);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Backup.Summary prove(PipedInputStream copy) {
    try (copy) {
      return Backup.check(copy);
    } catch (CommandException | IOException e) {
      throw new CompletionException(e);
    }
  }

  @Override
  public OutputStream out() {
    return out;
  }

  @Override
  public Optional<CommandException> failure() {
    return out.failure().map(this::why);
  }

  private CommandException why(IOException failure) {
    if (failure instanceof ProofEndedException) {
      try {
        proof.join();
      } catch (CompletionException e) {
        return unusable(e);
      }
    }
    return new CommandException(String.valueOf(failure.getMessage()), failure);
  }

  @Override
  public Backup.Summary finish() throws CommandException {
    try {
      out.flush();
      pipe.close();
      return proof.join();
    } catch (IOException e) {
      throw why(e);
    } catch (CompletionException e) {
      throw unusable(e);
    }
  }

  private static CommandException unusable(CompletionException proof) {
    Throwable why = Optional.ofNullable(proof.getCause()).orElse(proof);
    return new CommandException(
        "what was written is not usable as a backup: " + why.getMessage(), why);
  }

  private static final class ProofEndedException extends IOException {
    private static final long serialVersionUID = 1;

    ProofEndedException(IOException cause) {
      super(cause);
    }
  }

  @Override
  public void close() {
    try {
      pipe.close();
    } catch (IOException e) {
      // the proof ends as well
    }
  }

  /** Writes to the output, and the same to whoever proves it. */
  private static final class Both extends OutputStream {
    private final PrintStream output;
    private final OutputStream copy;

    Both(PrintStream output, OutputStream copy) {
      this.output = output;
      this.copy = copy;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    /** A print stream fails in silence. */
    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      output.write(bytes, offset, count);
      if (output.checkError()) {
        throw new IOException("nobody takes what is written to the standard output");
      }
      try {
        copy.write(bytes, offset, count);
      } catch (IOException e) {
        throw new ProofEndedException(e);
      }
    }

    @Override
    public void flush() throws IOException {
      output.flush();
      copy.flush();
    }
  }
}
