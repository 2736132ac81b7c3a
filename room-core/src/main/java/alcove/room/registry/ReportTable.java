package alcove.room.registry;

import alcove.identity.FeedId;
import alcove.room.model.Page;
import alcove.room.model.Paging;
import alcove.room.model.Report;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The reports of members. */
public interface ReportTable {
  /** Enters a new one. */
  Report insert(FeedId about, FeedId by, Report.Reason reason, String text, Instant created);

  /** One of them. */
  Optional<Report> find(long id);

  /** Those that one member made, newest first. */
  List<Report> of(FeedId reporter);

  /**
   * Those that wait, oldest first, or those that are closed, newest first; but for those about the
   * reader.
   *
   * @param all also those about moderators and admins
   */
  Page<Report> page(boolean open, Optional<FeedId> reader, boolean all, Paging paging);

  /** How many wait of those. */
  int waiting(Optional<FeedId> reader, boolean all);

  /** Says who looks after it, if anybody does. */
  void take(long id, Optional<FeedId> by);

  /** Says what came of it. */
  void close(long id, Report.Closing closing);

  /** Says what came of those about one that are not closed. */
  void closeAbout(FeedId about, Report.Closing closing);

  /** Forgets what came of it. */
  void reopen(long id);

  /** Whether any was closed before {@code time}. */
  boolean anyClosedBefore(Instant time);

  /** Takes out those that were closed before {@code time}, {@code most} at a time; how many. */
  int deleteClosedBefore(Instant time, int most);

  /** Has what is about one, or was made by them, be about or by another. */
  void replace(FeedId one, FeedId other);
}
