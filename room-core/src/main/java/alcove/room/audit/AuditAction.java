package alcove.room.audit;

import alcove.room.audit.AuditEvent.Audited;
import alcove.room.policy.Standing;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The kind of an event: what all events of one record have in common. Immutable.
 *
 * @param word the record's name in lower case with hyphens
 * @param group what it is about
 */
public record AuditAction(
    Class<? extends AuditEvent> type, String word, AuditGroup group, Standing readBy) {
  private static final Map<Class<?>, AuditAction> BY_TYPE =
      Arrays.stream(AuditEvent.class.getPermittedSubclasses())
          .map(type -> of(type.asSubclass(AuditEvent.class)))
          .collect(Collectors.toUnmodifiableMap(AuditAction::type, Function.identity()));

  private static AuditAction of(Class<? extends AuditEvent> type) {
    Audited audited = Objects.requireNonNull(type.getAnnotation(Audited.class), type.getName());
    String word = type.getSimpleName().replaceAll("(?<=.)(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    return new AuditAction(type, word, audited.about(), audited.readBy());
  }

  /** All there are, in no order. */
  public static Set<AuditAction> all() {
    return Set.copyOf(BY_TYPE.values());
  }

  /** That of an event. */
  public static AuditAction of(AuditEvent event) {
    return Objects.requireNonNull(BY_TYPE.get(event.getClass()));
  }

  /** The one of this word in a database. */
  public static Optional<AuditAction> named(String word) {
    return BY_TYPE.values().stream().filter(each -> each.word.equals(word)).findFirst();
  }

  /** The values of an event of this action, in the order of its record. */
  Stream<Object> components(AuditEvent event) {
    return Arrays.stream(type.getRecordComponents())
        .map(
            component -> {
              try {
                return component.getAccessor().invoke(event);
              } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException(impossible);
              }
            });
  }

  /** Whether somebody of this standing may read of it. */
  public boolean isReadBy(Standing standing) {
    return standing.compareTo(readBy) >= 0;
  }
}
