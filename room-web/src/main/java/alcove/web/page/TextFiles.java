package alcove.web.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files that texts are in, the program's and an operator's. */
final class TextFiles {
  private static final Logger LOG = LoggerFactory.getLogger(TextFiles.class);
  private static final String BEGIN = "messages_";

  /** Also {@code AREA.LANGUAGE.properties}, as operators' files were called at first. */
  private static final Pattern NAME =
      Pattern.compile(
          "(?:messages_|([a-z-]+)\\.)([a-zA-Z]{2,8}(?:[-_][a-zA-Z0-9]{1,8}){0,3})\\.properties");

  private TextFiles() {}

  /** All texts of a language that comes with the program. */
  static Map<String, String> builtIn(String tag) {
    String name = "/alcove/web/texts/" + BEGIN + tag + ".properties";
    try (InputStream file = TextFiles.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException("no file " + name);
      }
      return parse(new InputStreamReader(file, StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(name, unreadable);
    }
  }

  /** What the files of a directory say, by language. */
  static Map<String, Map<String, String>> readAll(Path directory) {
    Map<String, Map<String, String>> byTag = new TreeMap<>();
    if (!Files.isDirectory(directory)) {
      return byTag;
    }
    Map<String, String> english = builtIn("en");
    try (Stream<Path> files = Files.list(directory)) {
      files
          .sorted(Comparator.comparing(TextFiles::isWhole).thenComparing(Path::getFileName))
          .forEach(file -> read(file, english, byTag));
    } catch (IOException unreadable) {
      LOG.warn("texts in {} cannot be read: {}", directory, unreadable.getMessage());
    }
    return byTag;
  }

  /** Whole files come after those of areas, and so count for more. */
  private static boolean isWhole(Path file) {
    return file.getFileName().toString().startsWith(BEGIN);
  }

  private static void read(
      Path file, Map<String, String> english, Map<String, Map<String, String>> byTag) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    if (!name.matches() || !isArea(name.group(1), english)) {
      LOG.warn("{} is left out: expected messages_LANGUAGE.properties", file);
      return;
    }
    try {
      Map<String, String> texts = parse(new StringReader(Files.readString(file)));
      texts.keySet().removeIf(key -> isUnknown(key, file, english));
      check(texts, english);
      String tag = Language.of(name.group(2).replace('_', '-')).tag();
      if (!texts.isEmpty()) {
        byTag.merge(tag, texts, TextFiles::override);
      }
      LOG.info("texts from {}", file);
    } catch (IOException | IllegalArgumentException faulty) {
      LOG.warn("{} is left out: {}", file, reason(faulty));
    }
  }

  private static boolean isArea(@Nullable String area, Map<String, String> english) {
    return area == null || english.keySet().stream().anyMatch(key -> key.startsWith(area + "."));
  }

  private static String reason(Exception faulty) {
    return faulty instanceof IOException
        ? "it cannot be read as UTF-8"
        : String.valueOf(faulty.getMessage());
  }

  private static Map<String, String> parse(Reader reader) throws IOException {
    Properties file = new Properties();
    file.load(reader);
    Map<String, String> texts = new HashMap<>();
    file.stringPropertyNames()
        .forEach(key -> texts.put(key, file.getProperty(key).replace('\'', '’')));
    return texts;
  }

  /** What an older version said is no reason to leave out the rest. */
  private static boolean isUnknown(String key, Path file, Map<String, String> english) {
    boolean unknown = !english.containsKey(key);
    if (unknown) {
      LOG.warn("{} in {} is left out: there is no text of this name", key, file);
    }
    return unknown;
  }

  /** Fails unless no text has places for more values than the English one. */
  private static void check(Map<String, String> texts, Map<String, String> english) {
    texts.forEach(
        (key, text) -> {
          String model = english.getOrDefault(key, "");
          if (places(key, text) > places(key, model)) {
            throw new IllegalArgumentException(
                "%s has a place for more values than \"%s\"".formatted(key, model));
          }
        });
  }

  private static int places(String key, String text) {
    try {
      return Plurals.areIn(text)
          ? Plurals.places(text)
          : new MessageFormat(text, Locale.ROOT).getFormatsByArgumentIndex().length;
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException(key + ": " + malformed.getMessage(), malformed);
    }
  }

  /** All texts of both; those of {@code own} where both have one. */
  static Map<String, String> override(Map<String, String> texts, Map<String, String> own) {
    Map<String, String> all = new HashMap<>(texts);
    all.putAll(own);
    return all;
  }
}
