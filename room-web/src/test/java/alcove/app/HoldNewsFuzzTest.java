package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.cluster.ClusterMessage;
import alcove.fuzz.FuzzTarget;
import java.util.List;

/** Any bytes as another node's word of holds and of how it is: what is known is kept as it is. */
class HoldNewsFuzzTest extends FuzzTarget {
  @Override
  protected void test(byte[] input) {
    List<HoldNews> news = HoldNews.decode(input);
    List<ClusterMessage> again = HoldNews.encode(news);
    assertThat(again.stream().flatMap(each -> HoldNews.decode(each.body()).stream()).toList())
        .isEqualTo(news);
    NodeFigures.number(input);
    NodeFigures.decode(input)
        .ifPresent(
            figures -> assertThat(NodeFigures.decode(figures.encode().body())).hasValue(figures));
  }
}
