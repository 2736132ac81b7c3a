package alcove.web.dashboard;

import alcove.room.Refusal;
import alcove.web.http.Fields;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The form that creates an invite: what was entered before.
 *
 * @param uses for how many people
 * @param days until it ends; 0 for never
 * @param until the last day on which it works, instead; may be empty
 * @param label whom it is for
 * @param introduce whether those who claim it are told to follow its creator
 * @param problem what is wrong about that
 */
record InviteForm(
    String uses,
    int days,
    String until,
    String label,
    boolean introduce,
    @Nullable Refusal problem) {
  /** What can be corrected in it. */
  static final Set<Refusal> PROBLEMS =
      Set.of(Refusal.INVITE_USES, Refusal.INVITE_LABEL, Refusal.INVITE_EXPIRY, Refusal.NO_DAY);

  private static final List<Integer> ENDS = List.of(1, 7, 30, 365, 0);
  private static final int USUAL_END = 30;

  static final InviteForm EMPTY = new InviteForm("1", USUAL_END, "", "", false, null);

  static InviteForm of(Fields form) {
    return new InviteForm(
        form.get("uses").orElse(""),
        form.get("days")
            .flatMap(text -> ENDS.stream().filter(end -> text.equals("" + end)).findFirst())
            .orElse(USUAL_END),
        form.get("until").orElse("").strip(),
        form.get("label").orElse(""),
        form.get("introduce").isPresent(),
        null);
  }

  InviteForm withProblem(Refusal refusal) {
    return new InviteForm(uses, days, until, label, introduce, refusal);
  }

  /** Whether the last day is what is wrong. */
  public boolean isUntilWrong() {
    return problem == Refusal.INVITE_EXPIRY || problem == Refusal.NO_DAY;
  }

  /** When it may end, in days from now; 0 for never. */
  public List<Integer> ends() {
    return ENDS;
  }
}
