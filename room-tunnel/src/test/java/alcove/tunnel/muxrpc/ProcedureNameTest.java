package alcove.tunnel.muxrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProcedureNameTest {
  private static ProcedureName of(String json) throws CallException {
    return ProcedureName.ofRequest(Json.parse(json.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void name_ofFourPartsAnd64Characters_isTheLongest() throws CallException {
    assertThat(of("[\"a\",\"b\",\"c\",\"d\"]").toJson()).hasSize(4);
    assertThat(of("[\"" + "x".repeat(64) + "\"]").toJson()).hasSize(1);

    assertThatThrownBy(() -> of("[\"a\",\"b\",\"c\",\"d\",\"e\"]"))
        .isInstanceOf(CallException.class)
        .hasMessageContaining("1 to 4 parts");
    assertThatThrownBy(() -> of("[\"" + "x".repeat(65) + "\"]"))
        .isInstanceOf(CallException.class)
        .hasMessageContaining("1 to 64 characters");
  }
}
