package alcove.ops.command;

import alcove.identity.FeedId;
import alcove.identity.MalformedException;
import alcove.room.audit.AuditGroup;
import alcove.room.model.NoticeKind;
import alcove.room.model.Platform;
import alcove.room.model.RoomSetting;
import alcove.room.policy.Role;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
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
    line.registerConverter(Role.class, oneOf(Role::named, Role.values(), Role::word));
    line.registerConverter(
        NoticeKind.class, oneOf(NoticeKind::named, NoticeKind.values(), NoticeKind::word));
    line.registerConverter(
        RoomSetting.class, oneOf(RoomSetting::named, RoomSetting.values(), RoomSetting::word));
    line.registerConverter(
        Platform.class, oneOf(Platform::named, Platform.values(), Platform::word));
    line.registerConverter(
        AuditGroup.class, oneOf(AuditGroup::named, AuditGroup.values(), AuditGroup::word));
    line.registerConverter(Moment.class, new Moment.Converter());
    line.registerConverter(TextFile.class, TextFile::new);
  }

  private static FeedId feedId(String text) {
    try {
      return FeedId.parse(text);
    } catch (MalformedException malformed) {
      throw new TypeConversionException(text + " (expected an id such as @BASE64.ed25519)");
    }
  }

  private static <E> ITypeConverter<E> oneOf(
      Function<String, Optional<E>> named, E[] all, Function<E, String> word) {
    return text ->
        named
            .apply(text)
            .orElseThrow(
                () ->
                    new TypeConversionException(
                        text
                            + " (expected one of "
                            + Arrays.stream(all).map(word).collect(Collectors.joining(", "))
                            + ")"));
  }
}
