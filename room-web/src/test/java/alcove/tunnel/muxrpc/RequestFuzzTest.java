package alcove.tunnel.muxrpc;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.fuzz.FuzzTarget;

/** Any body as a call, and as the end of one: refused, or a call that is written as it was read. */
class RequestFuzzTest extends FuzzTarget {
  @Override
  protected void test(byte[] input) throws Exception {
    EndBody.message(input);
    Request request;
    try {
      request = Request.parse(input);
    } catch (CallException refused) {
      assertThat(refused.text()).isNotEmpty();
      assertThat(Json.parse(EndBody.error(refused.text())).path("message").textValue())
          .isEqualTo(refused.text());
      return;
    }
    Request again = Request.parse(request.encode());
    assertThat(again.name()).isEqualTo(request.name());
    assertThat(again.type()).isEqualTo(request.type());
    assertThat(Json.encode(again.args())).isEqualTo(Json.encode(request.args()));
    assertThat(request.name().unknown().text()).isNotEmpty();
  }
}
