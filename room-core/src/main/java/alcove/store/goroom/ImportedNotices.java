package alcove.store.goroom;

import alcove.room.model.Notice;
import alcove.room.model.NoticeKind;
import alcove.store.goroom.GoRoomRows.NoticeRow;
import alcove.store.goroom.ImportReport.Kind;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Notices: one for each pin and language here, any number there. Of several the newest is taken.
 *
 * @param language for notices whose own is no language tag
 */
record ImportedNotices(String language, Instant now, Findings findings) {
  private static final Map<String, NoticeKind> KINDS =
      Map.of(
          "NoticeDescription", NoticeKind.DESCRIPTION,
          "NoticeNews", NoticeKind.NEWS,
          "NoticeCodeOfConduct", NoticeKind.CODE_OF_CONDUCT,
          "NoticePrivacyPolicy", NoticeKind.PRIVACY_POLICY);

  List<Notice> read(List<NoticeRow> rows) {
    Set<String> seen = new HashSet<>();
    return rows.stream()
        .sorted(Comparator.comparingLong(NoticeRow::id).reversed())
        .flatMap(row -> read(row, seen).stream())
        .toList();
  }

  private Optional<Notice> read(NoticeRow row, Set<String> seen) {
    var kind = row.pin().map(KINDS::get);
    if (kind.isEmpty()) {
      return leave(row, "is pinned nowhere on the room's pages");
    }
    if (row.content().length() > Notice.LONGEST_CONTENT) {
      return leave(row, "is longer than " + Notice.LONGEST_CONTENT + " characters");
    }
    var written = Notice.isLanguage(row.language()) ? row.language() : language;
    if (!seen.add(kind.get() + " " + written)) {
      return leave(row, "a newer one has the same place and language");
    }
    findings.take(Kind.NOTICE);
    if (!written.equals(row.language())) {
      findings.change(Kind.NOTICE, name(row), "its language becomes " + written);
    }
    return Optional.of(new Notice(kind.get(), written, title(row), row.content(), now));
  }

  private String title(NoticeRow row) {
    var title = row.title().strip();
    if (title.length() <= Notice.LONGEST_TITLE) {
      return title;
    }
    findings.change(
        Kind.NOTICE, name(row), "its title is cut to " + Notice.LONGEST_TITLE + " characters");
    return title.substring(0, Notice.LONGEST_TITLE);
  }

  private Optional<Notice> leave(NoticeRow row, String why) {
    findings.leave(Kind.NOTICE, name(row), why);
    return Optional.empty();
  }

  private static String name(NoticeRow row) {
    return "number %s, \"%s\" in %s".formatted(row.id(), row.title(), row.language());
  }
}
