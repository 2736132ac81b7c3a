package alcove.ops.command;

import alcove.ops.terminal.CommandException;
import alcove.room.AuditLog;
import alcove.room.audit.AuditEntry;
import alcove.room.audit.AuditFilter;
import alcove.room.audit.AuditGroup;
import alcove.room.model.RefusedException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code alcove audit}: who changed what. */
@Command(name = "audit", description = "Read the audit log.")
public final class AuditCommand extends RoomCommand {
  private static final Listing<AuditEntry> LISTING =
      Listing.<AuditEntry>create()
          .number("number", AuditEntry::number)
          .text("at", AuditEntry::at)
          .text("by", entry -> entry.by().shown())
          .text("action", AuditEntry::action)
          .text("subject", AuditEntry::subject)
          .text("details", AuditEntry::details);

  @Command(name = "list", description = "List the newest entries, newest first.")
  void list(
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "100",
              description = "How many, up to 1000. Default: 100.")
          int limit,
      @Option(
              names = "--before",
              paramLabel = "NUMBER",
              description = "Only those before this one.")
          Optional<Long> before,
      @Option(
              names = "--about",
              paramLabel = "WHAT",
              description =
                  "Only those about members, invites, aliases, blocks, settings or copies.")
          Optional<AuditGroup> about,
      @Option(names = "--json", description = "Print one JSON array.") boolean json)
      throws RefusedException, CommandException {
    if (limit < 1 || limit > AuditLog.MOST) {
      throw new CommandException("--limit %s (expected 1 to %s)".formatted(limit, AuditLog.MOST));
    }
    AuditFilter filter = about.map(AuditFilter::of).orElse(AuditFilter.ALL);
    list(LISTING, room().audit().newest(operator(), limit, before.orElse(null), filter), json);
  }
}
