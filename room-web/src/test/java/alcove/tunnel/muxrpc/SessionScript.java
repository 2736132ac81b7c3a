package alcove.tunnel.muxrpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import alcove.fuzz.Choices;
import alcove.tunnel.muxrpc.codec.PacketHeader;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** Packets as a peer might send them that knows muxrpc and means no good. */
final class SessionScript {

  private static final List<String> BODIES =
      List.of(
          "{\"name\":[\"echo\"],\"args\":[1]}",
          "{\"name\":[\"never\"],\"args\":[],\"type\":\"async\"}",
          "{\"name\":[\"ticks\"],\"args\":[],\"type\":\"source\"}",
          "{\"name\":[\"pipe\"],\"args\":[],\"type\":\"duplex\"}",
          "{\"name\":[\"lines\"],\"args\":[{}],\"type\":\"duplex\"}",
          "{\"name\":\"manifest\"}",
          "{\"name\":[\"no\",\"such\"],\"args\":null}",
          "{\"name\":[],\"args\":7}",
          "{\"name\":[\"\",null]}",
          "true",
          "{\"message\":\"m\",\"name\":\"Error\",\"stack\":\"s\"}",
          "[[[[[[[[[[[[[[[[[[[[",
          "");

  private SessionScript() {}

  static byte[] packets(Choices choices) {
    var wire = new ByteArrayOutputStream();
    while (!choices.exhausted()) {
      byte[] body =
          choices.between(0, 3) == 0
              ? choices.bytes(choices.between(0, 60))
              : BODIES.get(choices.between(0, BODIES.size() - 1)).getBytes(UTF_8);
      var header = new byte[PacketHeader.LENGTH];
      int length = choices.between(0, 63) == 0 ? choices.between(0, 65_535) * 16 : body.length;
      PacketHeader.encode(header, 0, choices.between(0, 15), length, choices.between(-4, 8));
      wire.writeBytes(header);
      wire.writeBytes(body);
    }
    return wire.toByteArray();
  }
}
