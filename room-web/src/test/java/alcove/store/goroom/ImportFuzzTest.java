package alcove.store.goroom;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.crypto.PasswordHash;
import alcove.fuzz.Choices;
import alcove.fuzz.Cryptos;
import alcove.fuzz.FuzzTarget;
import alcove.identity.FeedId;
import alcove.room.ImportedRoom;
import alcove.room.model.Notice;
import alcove.room.model.RoomSetting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Any rows of a go-ssb-room: what is taken of them is what a room can keep. */
class ImportFuzzTest extends FuzzTarget {
  private static final FeedId ROOM = FeedId.of(new byte[32]);
  private static final String[] KEYS = {
    ROOM.toString(),
    "@51w4nYL0k7mOkzqGhNcEh7Xv8TOOnqXAtvPuyXTtVKE=.ed25519",
    "@AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=.ed25519"
  };

  @Override
  protected void test(byte[] input) {
    var reader = new Reader(new Choices(input));
    var findings = new Findings();
    var mapping = new ImportMapping(reader.rows(), ROOM, Cryptos.FASTEST, Instant.EPOCH, findings);
    ImportedRoom room = mapping.contents();
    room.members().forEach(each -> assertThat(each.id()).isNotNull());
    room.blocks().forEach(each -> assertKept(each.reason(), Integer.MAX_VALUE));
    room.blocks().forEach(each -> assertThat(each.id()).isNotEqualTo(ROOM));
    for (Notice notice : room.notices()) {
      assertKept(notice.title(), Notice.LONGEST_TITLE);
      assertKept(notice.content(), Notice.LONGEST_CONTENT);
      assertThat(Notice.isLanguage(notice.language())).isTrue();
    }
    room.passwords().forEach(each -> assertThat(PasswordHash.isBcrypt(each.hash())).isTrue());
    room.invites().forEach(each -> assertThat(each.tokenHash()).matches("[0-9a-f]{64}"));
    assertThat(room.settings()).containsKey(RoomSetting.PRIVACY_MODE);
  }

  /** PostgreSQL keeps no half characters. */
  private static void assertKept(String text, int longest) {
    assertThat(UTF_8.newEncoder().canEncode(text)).as(text).isTrue();
    assertThat(text.length()).isLessThanOrEqualTo(longest);
  }

  /** Rows of whatever is chosen. */
  private static final class Reader {
    private final Choices choices;

    Reader(Choices choices) {
      this.choices = choices;
    }

    GoRoomRows rows() {
      return new GoRoomRows(
          choices.flag()
              ? Optional.of(new GoRoomRows.ConfigRow(number(), text()))
              : Optional.empty(),
          some(() -> new GoRoomRows.MemberRow(number(), number(), key())),
          some(() -> new GoRoomRows.AliasRow(text(), number(), signature())),
          some(() -> new GoRoomRows.InviteRow(number(), hash(), number(), time())),
          some(() -> new GoRoomRows.DeniedRow(key(), text(), time())),
          some(() -> new GoRoomRows.NoticeRow(number(), pin(), text(), text(), text())),
          some(() -> new GoRoomRows.PasswordRow(number(), number(), text(), password())),
          choices.between(0, 2),
          choices.between(0, 2));
    }

    private <T> List<T> some(Supplier<T> row) {
      var rows = new ArrayList<T>();
      for (int left = choices.between(0, 3); left > 0; left--) {
        rows.add(row.get());
      }
      return rows;
    }

    private long number() {
      return choices.between(0, 7) - 2L;
    }

    private String text() {
      String text = new String(choices.bytes(choices.between(0, 30)), UTF_8).replace("\0", "");
      return text.repeat(choices.of(1, 1, 1, 40));
    }

    private String key() {
      return choices.flag() ? choices.of(KEYS) : text();
    }

    private String pin() {
      return choices.of("NoticeDescription", "NoticeNews", "");
    }

    private String time() {
      return choices.flag() ? "2021-05-11 09:41:07" : text();
    }

    private String hash() {
      return choices.flag() ? HexFormat.of().formatHex(choices.bytes(32)) : text();
    }

    private String signature() {
      return HexFormat.of().formatHex(choices.bytes(choices.of(64, 0, 63)));
    }

    private String password() {
      return choices.flag() ? "$2a$12$" + "a".repeat(53) : text();
    }
  }
}
