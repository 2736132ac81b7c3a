package alcove.tunnel.presence;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.fuzz.FuzzTarget;

/**
 * Any bytes as another node's report of who attends: none, or one that is written as it was read.
 */
class PresenceReportFuzzTest extends FuzzTarget {
  @Override
  protected void test(byte[] input) {
    PresenceReport.decode(input)
        .ifPresent(
            report -> {
              byte[] again = report.encode();
              assertThat(input).startsWith(again);
              assertThat(PresenceReport.decode(again)).hasValue(report);
            });
  }
}
