package alcove.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Scuttlebutt's implementations that others are measured by, each in one process for all questions.
 * What they answer to which, {@code interop/originals} says. They end with this process. Confined
 * to one thread.
 */
public final class Originals {
  /** Where those in JavaScript are: {@code room-web/src/test/interop/originals}, once set up. */
  public static final String VARIABLE = "ALCOVE_TEST_ORIGINALS";

  public static final String WHY_NOT =
      "no originals: node setup.mjs originals, in room-web/src/test/interop, installs them";

  /** The program with kuska in it, of {@code room-web/src/test/interop/originals/kuska}. */
  public static final String KUSKA_VARIABLE = "ALCOVE_TEST_KUSKA";

  public static final String WHY_NOT_KUSKA = "no kuska: .ci/kuska builds it";

  private final DataOutputStream questions;
  private final DataInputStream answers;

  private Originals(String... command) {
    var builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    try {
      Process process = builder.start();
      questions = new DataOutputStream(process.getOutputStream());
      answers = new DataInputStream(new BufferedInputStream(process.getInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class JavaScript {
    private static final Originals STARTED =
        new Originals("node", Path.of(System.getenv(VARIABLE), "originals.cjs").toString());
  }

  private static final class Kuska {
    private static final Originals STARTED = new Originals(System.getenv(KUSKA_VARIABLE));
  }

  /** What those in JavaScript say of {@code bytes}. */
  public static String ask(char subject, byte[] bytes) throws IOException {
    return JavaScript.STARTED.answer(subject, bytes);
  }

  /** What kuska says of them. */
  public static String askKuska(char subject, byte[] bytes) throws IOException {
    return Kuska.STARTED.answer(subject, bytes);
  }

  private String answer(char subject, byte[] bytes) throws IOException {
    byte[] question = new byte[Integer.BYTES + 1 + bytes.length];
    ByteBuffer.wrap(question).putInt(1 + bytes.length).put((byte) subject).put(bytes);
    questions.write(question);
    questions.flush();
    return new String(answers.readNBytes(answers.readInt()), UTF_8);
  }
}
