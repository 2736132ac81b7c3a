package alcove.ops.control;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * The JSON objects, a line each, of one connection of the control socket. An object that has not
 * exactly the fields of what is read is of another version, and refused. Each way is confined to
 * one thread.
 */
final class ControlLines {
  /** Characters of a text: {@link ControlRequest} has the longest. */
  private static final int LONGEST_TEXT = 1 << 20;

  private static final int DEFAULT = -1;

  private static final JsonMapper JSON = new JsonMapper();

  private final JsonParser in;
  private final OutputStream out;

  /**
   * The lines of a connection.
   *
   * @param characters how many the other side may send in all; -1 for any number
   * @param tokens of JSON in them, likewise
   */
  ControlLines(SocketChannel connection, long characters, long tokens) throws IOException {
    var bounds =
        StreamReadConstraints.builder()
            .maxStringLength(LONGEST_TEXT)
            .maxDocumentLength(characters)
            .maxTokenCount(tokens);
    in =
        JsonFactory.builder()
            .streamReadConstraints(bounds.build())
            .build()
            .createParser(
                Channels.newReader(connection, StandardCharsets.UTF_8.newDecoder(), DEFAULT));
    out = Channels.newOutputStream(connection);
  }

  void send(Record line) throws IOException {
    out.write((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Waits for the next one.
   *
   * @throws IOException if the connection ends before, or what comes is something else
   */
  <T extends Record> T receive(Class<T> type) throws IOException {
    T line = JSON.readValue(in, type);
    if (line == null) {
      throw new ProtocolException("null (expected a " + type.getSimpleName() + ")");
    }
    return line;
  }
}
