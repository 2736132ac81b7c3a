package alcove.web.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Optional;

/** The file in a form, as {@code multipart/form-data} has it. */
final class FileField {
  private FileField() {}

  /** The file in the field of that name; empty if there is none, or the body is no such form. */
  static Optional<byte[]> find(String contentType, String name, Buffer body) {
    var request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.POST, "/", Unpooled.wrappedBuffer(body.getBytes()));
    try {
      request.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
      var decoder = new HttpPostRequestDecoder(new DefaultHttpDataFactory(false), request);
      try {
        return decoder.getBodyHttpData(name) instanceof FileUpload file
            ? Optional.of(file.get())
            : Optional.empty();
      } finally {
        decoder.destroy();
      }
    } catch (IOException | RuntimeException malformed) {
      return Optional.empty();
    }
  }
}
