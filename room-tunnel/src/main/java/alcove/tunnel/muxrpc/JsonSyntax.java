package alcove.tunnel.muxrpc;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * A check whether bytes are one JSON value that this room takes: RFC 8259 in valid UTF-8, at most
 * 16 levels deep, no duplicate names, numbers and names of bounded length, no half characters.
 * Jackson would tell by an exception, whose stack trace costs many times what the bytes cost their
 * sender.
 */
final class JsonSyntax {
  private static final int MAX_DEPTH = 16;
  private static final int MAX_NUMBER = 64;
  private static final int MAX_NAME = 1024;
  private static final int SURROGATE = 0xd800;
  private static final int LOW_SURROGATE = 0xdc00;
  private static final int AFTER_SURROGATES = 0xe000;
  private static final int HEX_DIGITS = 4;
  private static final int HEX = 16;
  private static final int END = -1;

  private final byte[] in;
  private int at;

  private JsonSyntax(byte[] in) {
    this.in = in;
  }

  static boolean accepts(byte[] utf8) {
    JsonSyntax syntax = new JsonSyntax(utf8);
    return isUtf8(utf8) && syntax.value(0) && syntax.isOver();
  }

  private static boolean isUtf8(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(Math.min(bytes.length + 1, 1024));
    CoderResult result = CoderResult.OVERFLOW;
    while (result.isOverflow()) {
      out.clear();
      result = decoder.decode(in, out, true);
    }
    return !result.isError();
  }

  private boolean isOver() {
    return peek() == END;
  }

  /** The next byte that is no white space, not taken yet. */
  private int peek() {
    while (at < in.length
        && (in[at] == ' ' || in[at] == '\t' || in[at] == '\n' || in[at] == '\r')) {
      at++;
    }
    return at < in.length ? in[at] : END;
  }

  private boolean take(char wanted) {
    boolean found = peek() == wanted;
    if (found) {
      at++;
    }
    return found;
  }

  private boolean value(int depth) {
    return switch (peek()) {
      case '{' -> depth < MAX_DEPTH && object(depth + 1);
      case '[' -> depth < MAX_DEPTH && array(depth + 1);
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    };
  }

  private boolean object(int depth) {
    at++;
    if (take('}')) {
      return true;
    }
    Set<String> names = new HashSet<>();
    do {
      int begin = peek() == END ? at : at + 1;
      if (!string() || at - begin > MAX_NAME || !names.add(name(begin))) {
        return false;
      }
      if (!take(':') || !value(depth)) {
        return false;
      }
    } while (take(','));
    return take('}');
  }

  private boolean array(int depth) {
    at++;
    if (take(']')) {
      return true;
    }
    do {
      if (!value(depth)) {
        return false;
      }
    } while (take(','));
    return take(']');
  }

  private boolean word(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (at == in.length || in[at++] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean string() {
    if (!take('"')) {
      return false;
    }
    while (at < in.length) {
      int next = in[at++];
      if (next == '"') {
        return true;
      }
      boolean control = next >= 0 && next < ' ';
      if (control || (next == '\\' && !escape())) {
        return false;
      }
    }
    return false;
  }

  private boolean escape() {
    if (at == in.length) {
      return false;
    }
    byte kind = in[at++];
    return kind == 'u' ? character() : "\"\\/bfnrt".indexOf(kind) >= 0;
  }

  /** A character by its number, or two that are one together. */
  private boolean character() {
    int first = hex();
    if (first < SURROGATE || first >= AFTER_SURROGATES) {
      return first >= 0;
    }
    if (first >= LOW_SURROGATE || at + 2 > in.length || in[at++] != '\\' || in[at++] != 'u') {
      return false;
    }
    int second = hex();
    return second >= LOW_SURROGATE && second < AFTER_SURROGATES;
  }

  /** Four digits as a number, or less than 0 if they are none. */
  private int hex() {
    if (in.length - at < HEX_DIGITS) {
      return END;
    }
    int value = 0;
    for (int i = 0; i < HEX_DIGITS; i++) {
      int digit = Character.digit(in[at++], HEX);
      if (digit < 0) {
        return END;
      }
      value = HEX * value + digit;
    }
    return value;
  }

  private boolean number() {
    int begin = at;
    if (at < in.length && in[at] == '-') {
      at++;
    }
    if (at < in.length && in[at] == '0') {
      at++;
    } else if (!digits()) {
      return false;
    }
    if (at < in.length && in[at] == '.') {
      at++;
      if (!digits()) {
        return false;
      }
    }
    return exponent() && at - begin <= MAX_NUMBER;
  }

  private boolean exponent() {
    if (at == in.length || (in[at] != 'e' && in[at] != 'E')) {
      return true;
    }
    at++;
    if (at < in.length && (in[at] == '+' || in[at] == '-')) {
      at++;
    }
    return digits();
  }

  private boolean digits() {
    int begin = at;
    while (at < in.length && in[at] >= '0' && in[at] <= '9') {
      at++;
    }
    return at > begin;
  }

  /** The name whose quoted text has just been read, with its escapes resolved. */
  private String name(int begin) {
    String raw = new String(in, begin, at - 1 - begin, StandardCharsets.UTF_8);
    if (raw.indexOf('\\') < 0) {
      return raw;
    }
    StringBuilder name = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char next = raw.charAt(i);
      if (next != '\\') {
        name.append(next);
      } else if (raw.charAt(++i) == 'u') {
        name.append((char) Integer.parseInt(raw, i + 1, i + 1 + HEX_DIGITS, HEX));
        i += HEX_DIGITS;
      } else {
        name.append(resolved(raw.charAt(i)));
      }
    }
    return name.toString();
  }

  private static char resolved(char escaped) {
    return switch (escaped) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> escaped;
    };
  }
}
