package alcove.web.dashboard;

import alcove.room.model.RoomSetting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of the setup.
 *
 * @param number which it is of those with questions, from 1
 * @param last how many of these there are
 * @param back the step before; null in the first
 * @param settings what is asked, but for whom the room is for
 */
record SetupStepView(
    SetupStep step, int number, int last, @Nullable String back, List<RoomSetting> settings) {
  /**
   * One of them.
   *
   * @param all those that there are
   */
  static SetupStepView of(SetupStep step, List<SetupStep> all) {
    int index = all.indexOf(step);
    return new SetupStepView(
        step,
        index + 1,
        all.size() - 1,
        index == 0 ? null : all.get(index - 1).word(),
        step.settings().stream().filter(SettingsHandler.SHOWN::contains).toList());
  }
}
