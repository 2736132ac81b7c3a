package alcove.web.page;

import alcove.room.Action;
import java.util.Locale;

/** The pages that members find in the main menu, in their order. */
enum MenuEntry {
  DASHBOARD(LocalPath.HOME, Action.SIGN_IN),
  MEMBERS("/dashboard/members", Action.SEE_ATTENDANTS),
  INVITES("/dashboard/invites", Action.SIGN_IN),
  ALIASES("/dashboard/aliases", Action.SIGN_IN),
  BLOCKED("/dashboard/blocked", Action.BLOCK),
  NOTICES("/dashboard/notices", Action.EDIT_NOTICES),
  SETTINGS("/dashboard/settings", Action.CHANGE_SETTINGS),
  AUDIT("/dashboard/audit", Action.READ_AUDIT_LOG),
  MEASUREMENTS("/dashboard/measurements", Action.SIGN_IN),
  DOCTOR("/dashboard/doctor", Action.CHANGE_SETTINGS),
  ACCOUNT("/dashboard/account", Action.SIGN_IN);

  private final String path;
  private final Action action;

  MenuEntry(String path, Action action) {
    this.path = path;
    this.action = action;
  }

  String path() {
    return path;
  }

  /** Who may do this sees the entry. */
  Action action() {
    return action;
  }

  /** The key of its text. */
  String text() {
    return "frame.menu." + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
