package alcove.identity;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Percent-encoding of UTF-8 as RFC 3986, section 2, has it: a plus is a plus, and nothing is
 * guessed.
 */
final class PercentEncoding {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final String EXPECTED = "percent-encoded UTF-8";

  private PercentEncoding() {}

  static String encode(String text) {
    var encoded = new StringBuilder(text.length());
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (isUnreserved(b)) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(HEX.toHexDigits(b));
      }
    }
    return encoded.toString();
  }

  static String decode(String text) throws MalformedException {
    var bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c > '~') {
        throw new MalformedException(text, EXPECTED);
      }
      bytes.write(c == '%' ? octet(text, i + 1) : c);
      i += c == '%' ? 2 : 0;
    }
    try {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      return decoder.decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedException(text, EXPECTED);
    }
  }

  private static int octet(String text, int index) throws MalformedException {
    if (index + 2 > text.length()
        || !HexFormat.isHexDigit(text.charAt(index))
        || !HexFormat.isHexDigit(text.charAt(index + 1))) {
      throw new MalformedException(text, EXPECTED);
    }
    return HexFormat.fromHexDigits(text, index, index + 2);
  }

  private static boolean isUnreserved(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '-'
        || b == '.'
        || b == '_'
        || b == '~';
  }
}
