package alcove.tunnel.jgroups;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.fuzz.FuzzTarget;

/** Any bytes as the card of another node: none, or one that is written as it was read. */
class NodeCardFuzzTest extends FuzzTarget {
  @Override
  protected void test(byte[] input) {
    NodeCard.decode(input)
        .ifPresent(node -> assertThat(NodeCard.decode(NodeCard.encode(node))).hasValue(node));
  }
}
