package alcove.room.notices;

import alcove.room.audit.AuditEvent;
import alcove.room.model.Notice;
import alcove.room.model.NoticeKind;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.policy.Action;
import alcove.room.policy.Actor;
import alcove.room.registry.RoomChanges;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The notices to visitors, by kind and language. Thread-safe; its methods block, but for those that
 * read.
 */
public final class Notices {
  private static final String WHO = "only moderators and admins write notices";
  private static final String ENGLISH = "en";

  private final RoomChanges changes;

  public Notices(RoomChanges changes) {
    this.changes = changes;
  }

  /** Of which kinds there are any. Never blocks. */
  public Set<NoticeKind> kinds() {
    return list().stream().map(Notice::kind).collect(Collectors.toSet());
  }

  /** All, by kind and language. Never blocks. */
  public List<Notice> list() {
    return changes.state().notices();
  }

  /** That of a kind in just this language. Never blocks. */
  public Optional<Notice> find(NoticeKind kind, String language) {
    return list().stream()
        .filter(each -> each.kind() == kind && each.language().equals(language))
        .findFirst();
  }

  /**
   * The notice of a kind in the language that suits a reader best: one that the reader named,
   * nearest first, then the room's, then English, then any.
   *
   * @param languages tags that the reader named, the best first
   * @param otherwise the tag of the room's own language
   */
  public Optional<Notice> best(NoticeKind kind, List<String> languages, String otherwise) {
    return best(list().stream().filter(each -> each.kind() == kind).toList(), languages, otherwise);
  }

  /** The same among some notices of one kind, in whatever order they are to be taken. */
  public static Optional<Notice> best(
      List<Notice> notices, List<String> languages, String otherwise) {
    return Stream.concat(languages.stream(), Stream.of(otherwise, ENGLISH))
        .flatMap(wanted -> nearest(notices, wanted).stream())
        .findFirst()
        .or(() -> notices.stream().findFirst());
  }

  /** In this language and region, in this language, or in this language of another region. */
  private static Optional<Notice> nearest(List<Notice> notices, String wanted) {
    String base = base(wanted);
    return first(notices, language -> language.equalsIgnoreCase(wanted))
        .or(() -> first(notices, language -> language.equalsIgnoreCase(base)))
        .or(() -> first(notices, language -> base(language).equalsIgnoreCase(base)));
  }

  private static Optional<Notice> first(List<Notice> notices, Predicate<String> fits) {
    return notices.stream().filter(each -> fits.test(each.language())).findFirst();
  }

  private static String base(String language) {
    int end = language.indexOf('-');
    return end < 0 ? language : language.substring(0, end);
  }

  /**
   * Writes the notice of a kind and language, or writes it anew.
   *
   * @throws RefusedException if the actor may not, or the notice is too long
   */
  public Notice save(Actor actor, NoticeKind kind, String language, String title, String content)
      throws RefusedException {
    return save(actor, kind, language, title, content, Optional.empty());
  }

  /**
   * The same, unless somebody else has written it meanwhile.
   *
   * @param seen the version that it had when the actor looked, empty if there was none; if given
   */
  public Notice save(
      Actor actor,
      NoticeKind kind,
      String language,
      String title,
      String content,
      Optional<String> seen)
      throws RefusedException {
    return changes.change(
        actor,
        Action.EDIT_NOTICES,
        WHO,
        transaction -> {
          var notice = new Notice(kind, language, title.strip(), content, transaction.now());
          notice.require();
          String version = find(kind, language).map(Notice::version).orElse("");
          if (seen.isPresent() && !seen.get().equals(version)) {
            throw new RefusedException(
                Refusal.NOTICE_CHANGED, "somebody else has written this notice meanwhile");
          }
          transaction.tables().notices().put(notice);
          transaction.enter(new AuditEvent.NoticeSaved(kind, language));
          transaction.readNotices();
          return notice;
        });
  }

  /**
   * Deletes a notice.
   *
   * @throws RefusedException if there is none such, or the actor may not
   */
  public void delete(Actor actor, NoticeKind kind, String language) throws RefusedException {
    changes.change(
        actor,
        Action.EDIT_NOTICES,
        WHO,
        transaction -> {
          if (!transaction.tables().notices().delete(kind, language)) {
            throw new RefusedException(Refusal.UNKNOWN, "there is no such notice");
          }
          transaction.enter(new AuditEvent.NoticeDeleted(kind, language));
          transaction.readNotices();
          return kind;
        });
  }
}
