package alcove.ops.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A part of a server's reply: some output, or the exit code, which is the last; nothing of these if
 * the request is understood and begins.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ControlReply(@Nullable ByteBuffer out, @Nullable ByteBuffer err, @Nullable Integer exit) {
  /** Of the bytes in one part. */
  static final int LONGEST = 8 << 10;

  static final ControlReply BEGUN = new ControlReply(null, null, null);

  static ControlReply exit(int code) {
    return new ControlReply(null, null, code);
  }
}
