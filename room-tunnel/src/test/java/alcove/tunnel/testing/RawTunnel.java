package alcove.tunnel.testing;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import java.io.IOException;

/**
 * A tunnel between two raw peers. Nothing is encrypted inside: to the room it is bytes anyway.
 *
 * @param callersNumber what the caller's packets carry, and the room's to it with a minus
 * @param targetsNumber what the room's packets to the target carry, and the target's with a minus
 */
public record RawTunnel(RawPeer caller, int callersNumber, RawPeer target, int targetsNumber) {
  public static final String BROKEN = error("unexpected end of parent stream");

  /** Opens a tunnel that the target has not answered yet. */
  public static RawTunnel open(TestRoom room, RawPeer caller, RawPeer target) throws IOException {
    int number = caller.openTunnel(room, target.id());
    String request = target.nextBesidePings();
    assertThat(request).startsWith("10 ").contains("\"tunnel\",\"connect\"");
    return new RawTunnel(caller, number, target, Integer.parseInt(request.split(" ", 3)[1]));
  }

  /** Opens a tunnel and lets one byte go each way. */
  public static RawTunnel answered(TestRoom room, RawPeer caller, RawPeer target)
      throws IOException {
    RawTunnel tunnel = open(room, caller, target);
    tunnel.echo();
    return tunnel;
  }

  /** Asserts that bytes go both ways. */
  public void echo() throws IOException {
    fromCaller("to");
    assertThat(target.nextBesidePings()).isEqualTo("8 " + targetsNumber + " to");
    fromTarget("fro");
    assertThat(caller.nextBesidePings()).isEqualTo("8 -" + callersNumber + " fro");
  }

  public void fromCaller(String bytes) throws IOException {
    caller.send(8, callersNumber, bytes);
  }

  public void fromTarget(String bytes) throws IOException {
    target.send(8, -targetsNumber, bytes);
  }

  public void endFromCaller(String body) throws IOException {
    caller.send(14, callersNumber, body);
  }

  public void endFromTarget(String body) throws IOException {
    target.send(14, -targetsNumber, body);
  }

  /** What comes next at the caller, which belongs to this tunnel. */
  public String atCaller() throws IOException {
    return tail(caller.nextBesidePings(), -callersNumber);
  }

  /** What comes next at the target, which belongs to this tunnel. */
  public String atTarget() throws IOException {
    return tail(target.nextBesidePings(), targetsNumber);
  }

  private static String tail(String packet, int number) {
    String[] parts = packet.split(" ", 3);
    assertThat(packet).startsWith(parts[0] + " " + number + " ");
    return parts[0] + " " + parts[2];
  }

  /** The last packet of a tunnel that could not be made. */
  public static String couldNotConnect(FeedId target) {
    return error("could not connect to:" + target);
  }

  /** The last packet of a tunnel that ends with {@code message}. */
  public static String error(String message) {
    return "14 {\"name\":\"Error\",\"message\":\"" + message + "\",\"stack\":\"\"}";
  }
}
