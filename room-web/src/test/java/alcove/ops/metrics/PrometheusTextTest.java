package alcove.ops.metrics;

import static alcove.ops.metrics.TestFigures.START;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.health.BackupState;
import alcove.health.CertificateState;
import alcove.health.Check;
import alcove.health.Diagnosis;
import alcove.health.DiskSpace;
import alcove.health.Disks;
import alcove.health.Finding;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {
  private static final BackupState DAILY =
      new BackupState(true, Optional.of(START), Optional.empty(), 3);

  private static final CertificateState CERTIFICATES =
      new CertificateState(
          Optional.of(START),
          false,
          new CertificateState.Hosts(2, 1, 3),
          5,
          Optional.of(new CertificateState.Trouble(START, "no", START.plusSeconds(60))));

  private static final Disks.Spaces DISKS =
      new Disks.Spaces(Optional.of(new DiskSpace(20, 100)), Optional.of(new DiskSpace(5, 50)));

  private static final List<Finding> UPKEEP =
      List.of(
          Finding.of(Check.CERTIFICATE, Diagnosis.CERTIFICATE_NONE),
          Finding.of(Check.BACKUP, Diagnosis.BACKUP_FRESH, 0).at(START),
          Finding.of(Check.DISK, Diagnosis.DISK_FULL, 7));

  private static String samples(String text) {
    return String.join("\n", text.lines().filter(line -> !line.startsWith("#")).toList());
  }

  @Test
  void text_ofFigures_hasEachOnALineOfItsOwn() {
    assertThat(
            samples(
                PrometheusText.of(
                    TestFigures.at(START, 1234),
                    true,
                    UPKEEP,
                    DISKS,
                    DAILY,
                    Optional.of(CERTIFICATES),
                    "1\"0")))
        .isEqualTo(
            """
            room_writable 1
            room_check{check="backup"} 0
            room_check{check="disk"} 2
            last_backup_timestamp_seconds 1767225600
            room_peers{transport="tcp"} 3
            room_peers{transport="ws"} 2
            room_attendants 4
            room_tunnels 1
            room_handshakes_pending 0
            room_members 8
            room_handshakes_total{result="ok"} 7
            room_handshakes_total{result="refused"} 2
            room_tunnel_opened_total{result="ok"} 5
            room_tunnel_opened_total{result="too_quick"} 1
            room_tunnel_ended_total{reason="slow_reader"} 3
            room_tunnel_bytes_total 1234
            room_invites_claimed_total 9
            room_disconnects_total{reason="goodbye"} 6
            disk_free_bytes{place="data"} 20
            disk_free_bytes{place="backups"} 5
            disk_size_bytes{place="data"} 100
            disk_size_bytes{place="backups"} 50
            backup_last_success_timestamp_seconds 1767225600
            backup_failures_total 3
            acme_certificate_expiry_timestamp_seconds 1767225600
            acme_certificate_wildcard 0
            acme_certificate_hosts 2
            acme_certificate_hosts_waiting 1
            acme_certificate_hosts_failed 3
            acme_orders_failed_total 5
            acme_next_try_timestamp_seconds 1767225660
            room_heap_bytes 1000
            room_direct_bytes 500
            process_resident_memory_bytes 9000
            process_start_time_seconds 1767225600.000
            build_info{version="1\\"0"} 1\
            """);
  }

  @Test
  void text_ofFigures_endsEachLineAndDeclaresEachNameOnce() {
    String text =
        PrometheusText.of(
            TestFigures.at(START, 0),
            false,
            List.of(),
            Disks.Spaces.UNKNOWN,
            BackupState.OFF,
            Optional.empty(),
            "1");

    assertThat(text).endsWith("\n").doesNotContain("\r").contains("\nroom_writable 0\n");
    assertThat(text.lines().filter(line -> line.startsWith("# TYPE")))
        .doesNotHaveDuplicates()
        .doesNotContain("# TYPE backup_failures_total counter")
        .noneMatch(line -> line.contains(" acme_") || line.contains(" disk_"))
        .contains("# TYPE room_peers gauge", "# TYPE room_tunnel_bytes_total counter");
  }

  @Test
  void residentMemory_inAStatusOfLinux_isRead() {
    assertThat(ResidentMemory.parse("VmPeak:\t  999 kB\nVmRSS:\t   1234 kB\nThreads:\t4\n"))
        .hasValue(1234 * 1024);
    assertThat(ResidentMemory.parse("Threads:\t4\n")).isEmpty();
  }
}
