package alcove.tunnel.fuzz;

import alcove.tunnel.muxrpc.codec.PacketDecoder;
import alcove.tunnel.muxrpc.codec.PacketException;
import alcove.tunnel.muxrpc.codec.PacketHeader;
import alcove.tunnel.muxrpc.codec.PacketReceiver;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes down what a packet decoder delivers, the same however its input was cut. */
final class PacketLog implements PacketReceiver<RuntimeException> {

  private static final Treatment[] TREATMENTS = Treatment.values();

  private final PacketDecoder decoder = new PacketDecoder();
  private final List<String> lines = new ArrayList<>();
  private final StringBuilder parts = new StringBuilder();
  private @Nullable PacketHeader current;

  void decode(byte[] in, int offset, int length) {
    try {
      decoder.decode(in, offset, length, this);
    } catch (PacketException e) {
      lines.add(e.reason().toString());
    }
  }

  List<String> lines() {
    var all = new ArrayList<>(lines);
    all.add("parts " + parts);
    return all;
  }

  /** Depends on the header alone, so that every cut meets the same receiver. */
  @Override
  public Treatment header(PacketHeader header) {
    current = header;
    lines.add(header + " after parts " + parts);
    parts.setLength(0);
    return TREATMENTS[Math.floorMod(header.requestNumber(), TREATMENTS.length)];
  }

  @Override
  public void packet(PacketHeader header, byte[] body) {
    requireCurrent(header);
    if (body.length != header.length()) {
      throw new AssertionError(body.length + " bytes for " + header);
    }
    lines.add("packet " + HexFormat.of().formatHex(body));
  }

  @Override
  public void part(PacketHeader header, byte[] buffer, int offset, int length) {
    requireCurrent(header);
    if (length < 1) {
      throw new AssertionError("empty part");
    }
    parts.append(HexFormat.of().formatHex(buffer, offset, offset + length));
  }

  @Override
  public void goodbye() {
    lines.add("goodbye");
  }

  private void requireCurrent(PacketHeader header) {
    if (!Objects.equals(header, current)) {
      throw new AssertionError(header + " while in " + current);
    }
  }
}
