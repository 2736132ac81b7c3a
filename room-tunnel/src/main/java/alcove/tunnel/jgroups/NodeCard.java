package alcove.tunnel.jgroups;

import alcove.cluster.Node;
import alcove.cluster.NodeId;
import alcove.identity.HostAndPort;
import alcove.identity.MalformedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The presentation of a node to each that comes in sight, before everything else.
 *
 * <pre>format(1) 0(1) id(16) since(8) name release links, each length(2) and UTF-8</pre>
 *
 * <p>What a later release adds stands behind that and is passed over.
 */
final class NodeCard {
  private static final byte FORMAT = 1;
  private static final byte KIND = 0;
  private static final int LONGEST = 4096;

  private NodeCard() {}

  /** Whether {@code encoded} is one, of whatever form. */
  static boolean isCard(byte[] encoded) {
    return encoded.length >= 2 && encoded[1] == KIND;
  }

  static byte[] encode(Node node) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      out.writeByte(KIND);
      out.writeLong(node.id().value().getMostSignificantBits());
      out.writeLong(node.id().value().getLeastSignificantBits());
      out.writeLong(node.since().toEpochMilli());
      out.writeUTF(node.name());
      out.writeUTF(node.release());
      out.writeUTF(node.links().toString());
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
    return bytes.toByteArray();
  }

  /** Reads one; empty if it is malformed or of a form that is not known here. */
  static Optional<Node> decode(byte[] encoded) {
    if (encoded.length > LONGEST || !isCard(encoded) || encoded[0] != FORMAT) {
      return Optional.empty();
    }
    try (var in = new DataInputStream(new ByteArrayInputStream(encoded))) {
      in.readShort();
      NodeId id = new NodeId(new UUID(in.readLong(), in.readLong()));
      Instant since = Instant.ofEpochMilli(in.readLong());
      String name = in.readUTF();
      String release = in.readUTF();
      HostAndPort links = HostAndPort.parse(in.readUTF());
      return Node.isFit(name) && Node.isFit(release)
          ? Optional.of(new Node(id, name, links, release, since))
          : Optional.empty();
    } catch (IOException | MalformedException malformed) {
      return Optional.empty();
    }
  }
}
