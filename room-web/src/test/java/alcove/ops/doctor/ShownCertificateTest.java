package alcove.ops.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.app.TestCertificate;
import alcove.health.Diagnosis;
import alcove.identity.HostAndPort;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What certificates are worth. */
class ShownCertificateTest {
  private static final String HOST = "room.example";

  @TempDir private Path folder;

  private X509Certificate[] forNames(String names) throws Exception {
    return new X509Certificate[] {TestCertificate.create(folder, names, "-1d", 91).certificate()};
  }

  private static Diagnosis judge(X509Certificate[] chain, int afterDays, boolean trusted)
      throws Exception {
    Instant now = Instant.now().plus(Duration.ofDays(afterDays));
    return ShownCertificate.judge(chain, HOST, now, trusted).diagnosis();
  }

  @Test
  void certificate_byItsEnd_isGoodSoonOverOrExpired() throws Exception {
    var chain = forNames("dns:room.example,dns:*.room.example");

    assertThat(judge(chain, 0, true)).isEqualTo(Diagnosis.CERTIFICATE_GOOD);
    assertThat(judge(chain, 75, true)).isEqualTo(Diagnosis.CERTIFICATE_GOOD);
    assertThat(judge(chain, 77, true)).isEqualTo(Diagnosis.CERTIFICATE_SOON_OVER);
    assertThat(judge(chain, 91, true)).isEqualTo(Diagnosis.CERTIFICATE_EXPIRED);
  }

  @Test
  void certificate_thatNobodyVouchesFor_isUntrusted() throws Exception {
    assertThat(judge(forNames("dns:room.example"), 0, false))
        .isEqualTo(Diagnosis.CERTIFICATE_UNTRUSTED);
  }

  @Test
  void certificate_byItsNames_isOfTheDomainTheOneAboveOrAnother() throws Exception {
    assertThat(judge(forNames("dns:room.example"), 0, true))
        .isEqualTo(Diagnosis.CERTIFICATE_GOOD_FOR_DOMAIN);
    assertThat(judge(forNames("dns:*.example"), 0, true))
        .isEqualTo(Diagnosis.CERTIFICATE_GOOD_FOR_DOMAIN);
    assertThat(judge(forNames("dns:www.room.example"), 0, true))
        .isEqualTo(Diagnosis.CERTIFICATE_OF_ANOTHER);
  }

  @Test
  void certificate_whereNobodyListens_isNotSeen() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    assertThat(
            ShownCertificate.examine(new HostAndPort("127.0.0.1", port), Instant.now(), 1000)
                .diagnosis())
        .isEqualTo(Diagnosis.CERTIFICATE_NOT_SEEN);
  }
}
