package alcove.ops.command;

import alcove.identity.AnyFeedId;
import alcove.identity.FeedId;
import alcove.identity.MalformedException;
import alcove.identity.Word;
import alcove.ops.terminal.Nearest;
import alcove.room.apps.Platform;
import alcove.room.audit.AuditGroup;
import alcove.room.model.NoticeKind;
import alcove.room.model.RoomSetting;
import alcove.room.policy.Role;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/**
 * The converters by which words of a command line are read, each with an error that says what was
 * expected.
 */
public final class CliConverters {
  private CliConverters() {}

  /** Teaches a command line to read what the parameters of room commands are made of. */
  public static void teach(CommandLine line) {
    line.registerConverter(FeedId.class, CliConverters::feedId);
    registerWords(line, Role.class);
    registerWords(line, NoticeKind.class);
    registerWords(line, RoomSetting.class);
    registerWords(line, Platform.class);
    registerWords(line, AuditGroup.class);
    line.registerConverter(Moment.class, new Moment.Converter());
    line.registerConverter(TextFile.class, TextFile::new);
  }

  private static FeedId feedId(String text) {
    try {
      return AnyFeedId.parse(text);
    } catch (MalformedException malformed) {
      throw new TypeConversionException(text + " (expected an id such as @BASE64.ed25519)");
    }
  }

  private static <E extends Enum<E> & Word> void registerWords(CommandLine line, Class<E> type) {
    line.registerConverter(
        type,
        text ->
            Word.named(type, text)
                .orElseThrow(
                    () ->
                        new TypeConversionException(
                            "%s (expected one of %s%s)"
                                .formatted(
                                    text, String.join(", ", words(type)), hint(text, type)))));
  }

  private static <E extends Enum<E> & Word> List<String> words(Class<E> type) {
    return Arrays.stream(type.getEnumConstants()).map(Word::word).toList();
  }

  private static <E extends Enum<E> & Word> String hint(String text, Class<E> type) {
    return Nearest.find(text, words(type)).map("; did you mean %s?"::formatted).orElse("");
  }
}
