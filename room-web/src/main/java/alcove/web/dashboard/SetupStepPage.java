package alcove.web.dashboard;

import alcove.room.PublicAddress;
import alcove.room.RefusedException;
import alcove.room.RoomSetting;
import alcove.room.RoomSettings;
import alcove.web.http.SiteParts;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step of the setup.
 *
 * @param step the word for the step
 * @param number which it is of those with questions, from 1
 * @param last how many of these there are
 * @param back the step before; null in the first
 * @param fields what is asked, but for whom the room is for
 */
record SetupStepPage(
    String step, int number, int last, @Nullable String back, List<SettingsPage.Field> fields) {
  static SetupStepPage of(
      SiteParts parts,
      SetupStep step,
      Map<RoomSetting, String> entered,
      Map<RoomSetting, RefusedException> problems) {
    RoomSettings settings = parts.room().settings();
    PublicAddress at = parts.address().get();
    List<SetupStep> all = SetupStep.all(at.domain().isPresent());
    int index = all.indexOf(step);
    return new SetupStepPage(
        step.word(),
        index + 1,
        all.size() - 1,
        index == 0 ? null : all.get(index - 1).word(),
        step.settings().stream()
            .filter(SettingsPage.SHOWN::contains)
            .map(setting -> SettingsPage.field(setting, settings, entered, problems))
            .toList());
  }

  /** Whether there is nothing more to choose. */
  public boolean isDone() {
    return step.equals(SetupStep.DONE.word());
  }

  /** Whether this asks whom the room is for. */
  public boolean asksForMode() {
    return step.equals(SetupStep.MODE.word());
  }

  /** Whom a room can be for. */
  public List<String> modes() {
    return SettingsPage.MODES;
  }
}
