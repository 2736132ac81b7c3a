package alcove.store.sql;

import alcove.identity.FeedId;
import alcove.identity.MalformedException;
import alcove.room.audit.AuditAction;
import alcove.room.audit.AuditEvent;
import alcove.room.audit.Mention;
import alcove.room.names.Beginning;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The form in which {@code audit_entry} keeps events: JSON with a member for each component. */
public final class AuditEvents {
  /** What an index takes; the whole of a subject is in the event. */
  private static final int LONGEST_SUBJECT = 500;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .addMixIn(FeedId.class, Id.class)
          .build();

  private AuditEvents() {}

  /** An id is written in full. */
  private abstract static class Id {
    @JsonCreator
    static FeedId parse(String text) throws MalformedException {
      return FeedId.parse(text);
    }

    @Override
    @JsonValue
    public abstract String toString();
  }

  /** The values of the columns of the same names. */
  public record Row(String action, String subject, @Nullable String other, String event) {}

  /** Writes an event. */
  public static Row write(AuditEvent event) {
    String other =
        event.mentions().stream()
            .skip(1)
            .filter(Mention::isKey)
            .map(Mention::text)
            .findFirst()
            .orElse(null);
    try {
      return new Row(
          AuditAction.of(event).word(),
          Beginning.of(event.subject(), LONGEST_SUBJECT),
          other,
          JSON.writeValueAsString(event));
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /**
   * Reads an event.
   *
   * @throws SQLException if it is none that this program writes
   */
  public static AuditEvent read(String action, String event) throws SQLException {
    AuditAction known =
        AuditAction.named(action).orElseThrow(() -> Columns.foreign("action", action));
    @Nullable AuditEvent read = null;
    try {
      read = JSON.readValue(event, known.type());
    } catch (JsonProcessingException foreign) {
      // as below: its words might hold what somebody wrote
    }
    if (read == null) {
      throw new SQLException("column event holds no event of the kind " + action);
    }
    return read;
  }
}
