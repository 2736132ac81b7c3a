package alcove.web.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.fuzz.FuzzTarget;
import io.vertx.core.buffer.Buffer;

/** Any header and body as a form with a file: none, or one that is no longer than the body. */
class FileFieldFuzzTest extends FuzzTarget {
  @Override
  protected void test(byte[] input) {
    String text = new String(input, ISO_8859_1);
    int line = Math.max(text.indexOf('\n'), 0);
    String type = text.substring(0, line).replaceAll("[^ -~]", "");
    Buffer body = Buffer.buffer(text.substring(line).getBytes(ISO_8859_1));
    FileField.find(type, "picture", body)
        .ifPresent(file -> assertThat(file.length).isLessThanOrEqualTo(body.length()));
  }
}
