package alcove.ops.control;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A command that somebody else shall carry out.
 *
 * <pre>"alcove" 1 | count:4 | argument* | directory | input       text: length:4 UTF-8</pre>
 *
 * @param arguments the words of the command line
 * @param directory where the caller stands
 * @param input the text that the command takes, may be empty
 */
public record ControlRequest(List<String> arguments, String directory, String input) {
  private static final byte[] BEGIN = {'a', 'l', 'c', 'o', 'v', 'e', 1};
  private static final int MOST_ARGUMENTS = 256;
  private static final int LONGEST_ARGUMENT = 64 << 10;
  private static final int LONGEST_INPUT = 1 << 20;

  /** Copies the list. */
  public ControlRequest {
    arguments = List.copyOf(arguments);
  }

  void writeTo(DataOutputStream out) throws IOException {
    out.write(BEGIN);
    out.writeInt(arguments.size());
    for (String argument : arguments) {
      write(out, argument);
    }
    write(out, directory);
    write(out, input);
    out.flush();
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /**
   * Reads one. Nothing is allocated from a length before it was checked.
   *
   * @throws IOException if the stream ends early, or what comes is no request
   */
  static ControlRequest readFrom(DataInputStream in) throws IOException {
    for (byte expected : BEGIN) {
      if (in.readByte() != expected) {
        throw new ProtocolException("not a request of this version");
      }
    }
    int count = length(in, MOST_ARGUMENTS);
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      arguments.add(read(in, LONGEST_ARGUMENT));
    }
    return new ControlRequest(arguments, read(in, LONGEST_ARGUMENT), read(in, LONGEST_INPUT));
  }

  private static int length(DataInputStream in, int most) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > most) {
      throw new ProtocolException("length " + length + " (at most " + most + ")");
    }
    return length;
  }

  private static String read(DataInputStream in, int longest) throws IOException {
    byte[] bytes = new byte[length(in, longest)];
    in.readFully(bytes);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException malformed) {
      throw new ProtocolException("not UTF-8");
    }
  }
}
