package alcove.tunnel.splice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reasons in the words of another node, which may be of another release. */
class EndReasonTest {
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ENDED")
  void endReason_isReadByItsName(EndReason reason) {
    assertThat(EndReason.of(reason.name())).isEqualTo(reason);
  }

  @Test
  void break_thatIsNamedAnEndOrUnknown_isABreakingOff() {
    assertThat(EndReason.of("ENDED")).isEqualTo(EndReason.BROKEN_OFF);
    assertThat(EndReason.of("")).isEqualTo(EndReason.BROKEN_OFF);
    assertThat(EndReason.of("peer_gone")).isEqualTo(EndReason.BROKEN_OFF);
  }

  @ParameterizedTest
  @EnumSource
  void refusal_isReadByItsName(Tunnels.Refusal refusal) {
    assertThat(Tunnels.Refusal.of(refusal.name())).isEqualTo(refusal);
  }

  @Test
  void refusal_thatIsUnknown_saysLeast() {
    assertThat(Tunnels.Refusal.of("MOON")).isEqualTo(Tunnels.Refusal.NOT_ATTENDING);
  }
}
