package alcove.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Rows as {@link Dump} writes them, read one by one. Whatever comes, one line is held at most. */
final class Lines implements Load.Supply {
  /** A notice of the longest text, each letter of it written as {@code \}{@code u1234}. */
  private static final int LONGEST = 1 << 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final InputStream in;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  Lines(InputStream in) {
    this.in = new BufferedInputStream(in, 1 << 16);
  }

  @Override
  public @Nullable JsonNode next() throws SQLException, IOException {
    line.reset();
    for (int each = in.read(); each != '\n'; each = in.read()) {
      if (each < 0) {
        if (line.size() > 0) {
          throw new Load.UnfitException("is the last, and cut off");
        }
        return null;
      }
      if (line.size() == LONGEST) {
        throw new Load.UnfitException("is longer than %s bytes".formatted(LONGEST));
      }
      line.write(each);
    }
    try {
      return JSON.readTree(line.toByteArray());
    } catch (JsonProcessingException e) {
      throw new Load.UnfitException("is not JSON");
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
