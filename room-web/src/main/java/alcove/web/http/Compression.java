package alcove.web.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Answers made smaller by gzip, where the browser takes that and the answer says that it may be
 * ({@link Response.Page#compressible}, {@link Response.Plain#compressible}).
 *
 * <p>How small something gets tells what is in it twice. So nothing is compressed that has a secret
 * which stays the same from answer to answer beside what somebody else may choose, and a new page
 * is not until it says so.
 */
public final class Compression {
  /** What is shorter gains nothing, in bytes. */
  private static final int LEAST = 1000;

  /** Lists are much the same from row to row: higher levels take longer and gain little. */
  private static final int LEVEL = 3;

  private static final String GZIP = "gzip";
  private static final String NO_WEIGHT = ".*;q=0(\\.0*)?";

  private Compression() {}

  /** Whether the browser says that it takes gzip. */
  public static boolean isWelcome(Exchange exchange) {
    @Nullable String header = exchange.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
    boolean any = false;
    for (String each : header == null ? new String[0] : header.split(",")) {
      String coding = each.replace(" ", "").toLowerCase(Locale.ROOT);
      boolean refused = coding.matches(NO_WEIGHT);
      if ((coding + ";").startsWith(GZIP + ";")) {
        return !refused;
      }
      any |= (coding + ";").startsWith("*;") && !refused;
    }
    return any;
  }

  /** The answer as it is for who takes gzip. Takes a few milliseconds for each megabyte. */
  public static Response.Plain squeezed(Response.Plain answer) {
    if (answer.body().length() < LEAST) {
      return answer;
    }
    return as(answer, gzip(answer.body()));
  }

  /** The answer with a body that was made smaller before. */
  public static Response.Plain as(Response.Plain answer, Buffer body) {
    return answer
        .with(HttpHeaders.CONTENT_ENCODING, GZIP)
        .with(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()))
        .of(body);
  }

  /** The bytes as gzip has them. */
  public static Buffer gzip(Buffer whole) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(whole.length() / 4 + 64);
    try (OutputStream out = new Fast(bytes)) {
      out.write(whole.getBytes());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return Buffer.buffer(bytes.toByteArray());
  }

  /** The stream of the JDK with another level. */
  private static final class Fast extends GZIPOutputStream {
    Fast(OutputStream out) throws IOException {
      super(out, 8 << 10);
      def.setLevel(LEVEL);
    }
  }
}
