package alcove.identity;

import alcove.identity.MultiserverAddress.Protocol;
import java.util.ArrayList;
import java.util.List;

/**
 * A parser of multiserver addresses, from left to right, one character at a time, without looking
 * back.
 */
final class AddressGrammar {
  private static final String SPECIAL = "!:;~";
  private static final String EXPECTED =
      "a multiserver address such as \"net:HOST:PORT~shs:KEY\" of at most "
          + MultiserverAddress.MAX_LENGTH
          + " characters";

  private final String text;
  private int position;

  AddressGrammar(String text) {
    this.text = text;
  }

  static String escape(String data) {
    var escaped = new StringBuilder(data.length());
    for (int i = 0; i < data.length(); i++) {
      char c = data.charAt(i);
      if (SPECIAL.indexOf(c) >= 0) {
        escaped.append('!');
      }
      escaped.append(c);
    }
    return escaped.toString();
  }

  List<MultiserverAddress> addresses() throws MalformedException {
    if (text.length() > MultiserverAddress.MAX_LENGTH) {
      throw malformed();
    }
    var addresses = new ArrayList<MultiserverAddress>();
    do {
      addresses.add(address());
    } while (skip(';'));
    if (position < text.length()) {
      throw malformed();
    }
    return List.copyOf(addresses);
  }

  private MultiserverAddress address() throws MalformedException {
    var protocols = new ArrayList<Protocol>();
    do {
      protocols.add(protocol());
    } while (skip('~'));
    return new MultiserverAddress(protocols);
  }

  private Protocol protocol() throws MalformedException {
    String name = name();
    var data = new ArrayList<String>();
    while (skip(':')) {
      data.add(data());
    }
    return new Protocol(name, data);
  }

  private String name() throws MalformedException {
    int start = position;
    while (position < text.length() && isNameCharacter(text.charAt(position))) {
      position++;
    }
    String name = text.substring(start, position);
    if (name.length() < 2 || !isLetter(name.charAt(0))) {
      throw malformed();
    }
    return name;
  }

  private String data() throws MalformedException {
    var data = new StringBuilder();
    while (position < text.length() && !isSeparator(text.charAt(position))) {
      data.append(character());
    }
    return data.toString();
  }

  private char character() throws MalformedException {
    char c = text.charAt(position++);
    if (c == '!') {
      return escaped();
    }
    if (c < '"' || c > '}') {
      throw malformed();
    }
    return c;
  }

  private char escaped() throws MalformedException {
    if (position == text.length() || SPECIAL.indexOf(text.charAt(position)) < 0) {
      throw malformed();
    }
    return text.charAt(position++);
  }

  private boolean skip(char separator) {
    boolean found = position < text.length() && text.charAt(position) == separator;
    if (found) {
      position++;
    }
    return found;
  }

  private static boolean isSeparator(char c) {
    return c == ':' || c == ';' || c == '~';
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isNameCharacter(char c) {
    return isLetter(c) || (c >= '0' && c <= '9') || c == '-';
  }

  private MalformedException malformed() {
    return new MalformedException(text, EXPECTED);
  }
}
