package alcove.room.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RoomPolicyTest {
  /**
   * Who may do what, written out by hand. For each mode five signs: blocked, external, member,
   * moderator, admin.
   */
  private static final String TABLE =
      """
      action               open   community restricted
      CONNECT              -yyyy  -yyyy     --yyy
      ATTEND               -yyyy  --yyy     --yyy
      OPEN_TUNNEL          -yyyy  -yyyy     --yyy
      SEE_ATTENDANTS       -yyyy  --yyy     --yyy
      SEE_INVITERS         ---yy  ---yy     ---yy
      SEE_LAST_SEEN        ---yy  ---yy     ---yy
      CHOOSE_NAME          --yyy  --yyy     --yyy
      CHANGE_NAMES         ---yy  ---yy     ---yy
      KEEP_NOTES           ---yy  ---yy     ---yy
      REGISTER_ALIAS       -yyyy  --yyy     -----
      RESOLVE_ALIAS        -yyyy  -yyyy     -----
      KEEP_OWN_ALIASES     -yyyy  -yyyy     -yyyy
      CREATE_INVITE        -yyyy  --yyy     ---yy
      JOIN_UNINVITED       -yyyy  -----     -----
      SIGN_IN              -yyyy  --yyy     --yyy
      LEAVE                --yyy  --yyy     --yyy
      REVOKE_ANY_ALIAS     ---yy  ---yy     ---yy
      REVOKE_ANY_INVITE    ---yy  ---yy     ---yy
      BLOCK                ---yy  ---yy     ---yy
      REPORT               --yyy  --yyy     --yyy
      HANDLE_REPORTS       ---yy  ---yy     ---yy
      CHANGE_MEMBERS       ---yy  ---yy     ---yy
      EDIT_NOTICES         ---yy  ---yy     ---yy
      MAKE_MODERATOR       ---yy  ---yy     ---yy
      CHANGE_ROLES         ----y  ----y     ----y
      CHANGE_PRIVACY_MODE  ----y  ----y     ----y
      CHANGE_SETTINGS      ----y  ----y     ----y
      MAKE_RESET_LINK      ----y  ----y     ----y
      REMOVE_PASSWORD      ----y  ----y     ----y
      REMOVE_PASSKEYS      ----y  ----y     ----y
      EXPORT_LISTS         ----y  ----y     ----y
      READ_MEASUREMENTS    ---yy  ---yy     ---yy
      EXPORT_MEASUREMENTS  ----y  ----y     ----y
      BACK_UP              ----y  ----y     ----y
      READ_AUDIT_LOG       ---yy  ---yy     ---yy
      """;

  /** One sign of the table. */
  record Cell(PrivacyMode mode, Standing standing, Action action, boolean allowed) {}

  static List<Cell> cells() {
    List<PrivacyMode> modes =
        List.of(PrivacyMode.OPEN, PrivacyMode.COMMUNITY, PrivacyMode.RESTRICTED);
    List<Standing> standings =
        List.of(
            Standing.BLOCKED,
            Standing.EXTERNAL,
            Standing.MEMBER,
            Standing.MODERATOR,
            Standing.ADMIN);
    List<Cell> cells = new ArrayList<>();
    for (List<String> row : rows()) {
      Action action = Action.valueOf(row.getFirst());
      for (int mode = 0; mode < modes.size(); mode++) {
        for (int standing = 0; standing < standings.size(); standing++) {
          char sign = row.get(1 + mode).charAt(standing);
          cells.add(new Cell(modes.get(mode), standings.get(standing), action, sign == 'y'));
        }
      }
    }
    return cells;
  }

  private static List<List<String>> rows() {
    Pattern spaces = Pattern.compile(" +");
    return TABLE.lines().skip(1).map(line -> spaces.splitAsStream(line).toList()).toList();
  }

  @ParameterizedTest
  @MethodSource("cells")
  void action_isAllowedAsTheTableSays(Cell cell) {
    assertThat(RoomPolicy.allows(cell.mode(), cell.standing(), cell.action()))
        .isEqualTo(cell.allowed());
  }

  @Test
  void table_namesEveryActionOnce() {
    Stream<Action> named = rows().stream().map(row -> Action.valueOf(row.getFirst()));

    assertThat(named).containsExactlyInAnyOrderElementsOf(Arrays.asList(Action.values()));
  }

  @ParameterizedTest
  @CsvSource({
    "MODERATOR, BLOCKED,   true",
    "MODERATOR, EXTERNAL,  true",
    "MODERATOR, MEMBER,    true",
    "MODERATOR, MODERATOR, false",
    "MODERATOR, ADMIN,     false",
    "ADMIN,     MODERATOR, true",
    "ADMIN,     ADMIN,     true",
    "MEMBER,    EXTERNAL,  true",
    "MEMBER,    MEMBER,    false"
  })
  void actor_actsOnLowerStandings_andAdminsOnAdmins(
      Standing actor, Standing subject, boolean allowed) {
    assertThat(RoomPolicy.mayActOn(actor, subject)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "MEMBER,    MEMBER,    CHANGE_MEMBERS",
    "MEMBER,    MODERATOR, MAKE_MODERATOR",
    "MEMBER,    ADMIN,     CHANGE_ROLES",
    "MODERATOR, MEMBER,    CHANGE_ROLES",
    "MODERATOR, MODERATOR, CHANGE_MEMBERS",
    "MODERATOR, ADMIN,     CHANGE_ROLES",
    "ADMIN,     MEMBER,    CHANGE_ROLES",
    "ADMIN,     MODERATOR, CHANGE_ROLES",
    "ADMIN,     ADMIN,     CHANGE_MEMBERS"
  })
  void role_isGivenByThoseWhoMayDoThat(Role before, Role after, Action action) {
    assertThat(RoomPolicy.roleChange(before, after)).isEqualTo(action);
  }
}
