package alcove.room.reports;

import alcove.identity.FeedId;
import alcove.room.audit.AuditEvent;
import alcove.room.model.Notice;
import alcove.room.model.Page;
import alcove.room.model.Paging;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.Report;
import alcove.room.policy.Action;
import alcove.room.policy.Actor;
import alcove.room.policy.Standing;
import alcove.room.registry.ReportTable;
import alcove.room.registry.RoomChanges;
import alcove.room.registry.Transaction;
import java.util.List;
import java.util.Optional;

/**
 * Reports of members about somebody. Thread-safe; its methods block.
 *
 * <p>Moderators see those about people whom they outrank, admins those about everybody, and nobody
 * those about themselves. Who reported somebody is for these eyes alone: the audit log tells of
 * ends only, and only admins.
 */
public final class Reports {
  /** How many of one member's reports wait at a time. */
  public static final int MOST_OPEN = 10;

  private static final String WHO = "only moderators and admins see reports";

  private final RoomChanges changes;
  private final FeedId room;

  public Reports(RoomChanges changes, FeedId room) {
    this.changes = changes;
    this.room = room;
  }

  /**
   * Reports somebody, whether they are a member or not.
   *
   * @param text of at most {@link Report#LONGEST_TEXT} characters; may be empty
   * @throws RefusedException if the reporter is no member, has a report about the same one that
   *     waits, or too many in all, or the text is too long
   */
  public Report make(FeedId reporter, FeedId about, Report.Reason reason, String text)
      throws RefusedException {
    String words = text.strip();
    if (about.equals(room) || about.equals(reporter)) {
      throw new RefusedException(Refusal.REPORT_SELF, "neither the room nor oneself is reported");
    }
    if (words.length() > Report.LONGEST_TEXT || Notice.hasNul(words)) {
      throw new RefusedException(
          Refusal.REPORT_TEXT,
          "a report has at most %s characters, and no NUL among them"
              .formatted(Report.LONGEST_TEXT),
          Report.LONGEST_TEXT);
    }
    return changes.change(
        Actor.of(reporter),
        Action.REPORT,
        "only members report somebody",
        transaction -> {
          ReportTable reports = transaction.tables().reports();
          requireRoom(reports.of(reporter), about);
          return reports.insert(about, reporter, reason, words, transaction.now());
        });
  }

  private static void requireRoom(List<Report> made, FeedId about) throws RefusedException {
    List<Report> open = made.stream().filter(Report::isOpen).toList();
    if (open.stream().anyMatch(each -> each.about().equals(about))) {
      throw new RefusedException(Refusal.REPORTED_ALREADY, about + " is reported already");
    }
    if (open.size() >= MOST_OPEN) {
      throw new RefusedException(
          Refusal.TOO_MANY_REPORTS, MOST_OPEN + " reports wait for an answer", MOST_OPEN);
    }
  }

  /** Those that a member made, newest first. */
  public List<Report> of(FeedId reporter) {
    return changes.read(tables -> tables.reports().of(reporter));
  }

  /**
   * Those that wait, oldest first, or those that are closed, newest first.
   *
   * @throws RefusedException if {@code reader} sees none
   */
  public Page<Report> page(Actor reader, boolean open, Paging paging) throws RefusedException {
    changes.standings().require(reader, Action.HANDLE_REPORTS, WHO);
    return changes.read(
        tables -> tables.reports().page(open, reader.id(), seesAll(reader), paging));
  }

  /**
   * How many wait that {@code reader} sees.
   *
   * @throws RefusedException if they see none
   */
  public int waiting(Actor reader) throws RefusedException {
    changes.standings().require(reader, Action.HANDLE_REPORTS, WHO);
    return changes.read(tables -> tables.reports().waiting(reader.id(), seesAll(reader)));
  }

  private boolean seesAll(Actor reader) {
    return reader.id().map(id -> changes.standings().of(id) == Standing.ADMIN).orElse(true);
  }

  /**
   * Says that a moderator looks after a report now, whoever did before; or that nobody does.
   *
   * @throws RefusedException if they do not see it, or it is closed
   */
  public void take(Actor moderator, long id, boolean taken) throws RefusedException {
    changes.change(
        moderator,
        Action.HANDLE_REPORTS,
        WHO,
        transaction -> {
          requireOpen(see(transaction, id));
          transaction.tables().reports().take(id, taken ? moderator.id() : Optional.empty());
          return id;
        });
  }

  /**
   * Closes a report.
   *
   * @throws RefusedException if the actor does not see it, or it is closed
   */
  public void close(Actor moderator, long id, Report.Outcome outcome) throws RefusedException {
    changes.change(
        moderator,
        Action.HANDLE_REPORTS,
        WHO,
        transaction -> {
          Report report = see(transaction, id);
          requireOpen(report);
          transaction
              .tables()
              .reports()
              .close(id, new Report.Closing(moderator, transaction.now(), outcome));
          transaction.enter(new AuditEvent.ReportClosed(report.about()));
          return id;
        });
  }

  /**
   * Opens a closed report again, for whoever closed it.
   *
   * @throws RefusedException if the actor does not see it, or its reporter has one about the same
   *     that waits
   */
  public void reopen(Actor moderator, long id) throws RefusedException {
    changes.change(
        moderator,
        Action.HANDLE_REPORTS,
        WHO,
        transaction -> {
          Report report = see(transaction, id);
          if (!report.isOpen()) {
            ReportTable reports = transaction.tables().reports();
            requireRoom(reports.of(report.by()), report.about());
            reports.reopen(id);
            reports.take(id, moderator.id());
            transaction.enter(new AuditEvent.ReportReopened(report.about()));
          }
          return id;
        });
  }

  private static void requireOpen(Report report) throws RefusedException {
    if (!report.isOpen()) {
      throw new RefusedException(Refusal.REPORT_CLOSED, "this report is closed");
    }
  }

  private Report see(Transaction transaction, long id) throws RefusedException {
    Actor reader = transaction.actor();
    return transaction
        .tables()
        .reports()
        .find(id)
        .filter(each -> reader.id().filter(each.about()::equals).isEmpty())
        .filter(each -> seesAll(reader) || !outranksModerators(transaction, each.about()))
        .orElseThrow(() -> new RefusedException(Refusal.UNKNOWN, "there is no such report"));
  }

  /** Whether moderators may not act on them. */
  private static boolean outranksModerators(Transaction transaction, FeedId about) {
    return transaction
        .tables()
        .members()
        .find(about)
        .filter(member -> member.role().standing().compareTo(Standing.MODERATOR) >= 0)
        .isPresent();
  }
}
