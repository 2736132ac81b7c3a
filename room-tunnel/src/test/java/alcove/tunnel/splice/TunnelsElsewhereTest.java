package alcove.tunnel.splice;

import static alcove.tunnel.splice.HandTunnels.LIMITS;
import static alcove.tunnel.splice.HandTunnels.QUOTA;
import static alcove.tunnel.splice.HandTunnels.answer;
import static alcove.tunnel.splice.HandTunnels.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.tunnel.link.HandNode;
import alcove.tunnel.link.LinkRequest;
import alcove.tunnel.splice.HandTunnels.Call;
import alcove.tunnel.splice.HandTunnels.Guest;
import org.junit.jupiter.api.Test;

/** Whom another node is asked for, and what comes of it when it does not lead on. */
class TunnelsElsewhereTest {
  private final HandNode other = new HandNode();
  private final HandTunnels room = new HandTunnels(LIMITS, other);
  private final Guest alice = room.guest();
  private final Guest bob = room.guest();

  @Test
  void target_thatAnotherNodeAloneHas_isAskedForThere() {
    room.away.add(bob.at.id());
    room.elsewhere.add(bob.at.id());

    Call call = alice.call(bob);

    assertThat(other.asked).containsExactly(new LinkRequest(alice.at.id(), bob.at.id(), 7, "here"));
    assertThat(call.events()).isEmpty();
    assertThat(bob.called).isEmpty();

    other.refuse("TARGET_BUSY");
    room.carry();
    assertThat(call.events()).containsExactly(refusal(bob));
    assertThat(room.tunnels.refused(Tunnels.Refusal.TARGET_BUSY)).isEqualTo(1);
    assertThat(room.tunnels.open()).isZero();
  }

  @Test
  void target_thatIsHere_isNotAskedForElsewhere_unlessItCameThereLater() {
    room.elsewhere.add(bob.at.id());
    alice.call(bob);
    assertThat(other.asked).isEmpty();
    assertThat(bob.called).hasSize(1);

    room.newerElsewhere.add(bob.at.id());
    alice.call(bob);
    assertThat(other.asked).hasSize(1);
    assertThat(bob.called).hasSize(1);
  }

  @Test
  void target_thatNoNodeHas_isRefused() {
    room.away.add(bob.at.id());

    assertThat(alice.call(bob).events()).containsExactly(refusal(bob));
    assertThat(other.asked).isEmpty();
  }

  @Test
  void caller_itself_isNeverAskedFor() {
    room.elsewhere.add(alice.at.id());
    room.newerElsewhere.add(alice.at.id());

    assertThat(alice.call(alice).events()).containsExactly(refusal(alice));
    assertThat(other.asked).isEmpty();
  }

  @Test
  void target_thatCameElsewhereLater_isCalledHere_whenTheOtherNodeDoesNotLeadOn() {
    room.elsewhere.add(bob.at.id());
    room.newerElsewhere.add(bob.at.id());
    Call call = alice.call(bob);
    call.send("early");

    other.refuse("NOT_ATTENDING");
    room.carry();
    answer(bob, 0, "hi");
    room.carry();
    call.send(" late");

    assertThat(String.join("", bob.called.getFirst().events)).isEqualTo("early late");
    assertThat(call.events()).containsExactly("hi");
    assertThat(room.tunnels.open()).isEqualTo(1);
    assertThat(room.tunnels.opened()).isEqualTo(1);
  }

  @Test
  void tunnelsElsewhere_countForTheirCaller_untilTheyAreOver() {
    room.away.add(bob.at.id());
    room.elsewhere.add(bob.at.id());
    for (int i = 0; i < QUOTA.outgoing(); i++) {
      assertThat(alice.call(bob).events()).isEmpty();
    }
    assertThat(alice.call(bob).events()).containsExactly(refusal(bob));
    assertThat(room.tunnels.refused(Tunnels.Refusal.CALLER_BUSY)).isEqualTo(1);
    assertThat(other.asked).hasSize(QUOTA.outgoing());

    other.refuse("NOT_ATTENDING");
    room.carry();

    assertThat(alice.call(bob).events()).isEmpty();
  }
}
