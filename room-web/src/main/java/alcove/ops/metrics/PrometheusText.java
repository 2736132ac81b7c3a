package alcove.ops.metrics;

import alcove.health.BackupState;
import alcove.health.CertificateState;
import alcove.health.Check;
import alcove.health.DiskSpace;
import alcove.health.Disks;
import alcove.health.Figures;
import alcove.health.Finding;
import alcove.health.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.function.ToLongFunction;

/**
 * Figures in Prometheus' text format. Its names are a promise to operators; labels have values from
 * fixed lists only.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Exposition
 *     formats</a>
 */
final class PrometheusText {
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final double MILLIS = 1000;

  private final StringBuilder text = new StringBuilder(4096);

  private PrometheusText() {}

  static String of(
      Figures figures,
      boolean isWritable,
      List<Finding> upkeep,
      Disks.Spaces disks,
      BackupState backups,
      Optional<CertificateState> certificates,
      String version) {
    PrometheusText text = new PrometheusText();
    text.gauge("room_writable", "Whether changes can be written.", isWritable ? 1 : 0);
    text.upkeep(upkeep);
    text.gauges(figures.gauges());
    text.counters(figures.counters());
    text.disks(disks);
    text.backups(backups);
    certificates.ifPresent(text::certificates);
    text.process(figures, version);
    return text.text.toString();
  }

  private void gauges(Figures.Gauges gauges) {
    head("room_peers", "gauge", "Connected peers.");
    line("room_peers", "transport", "tcp", gauges.tcpPeers());
    line("room_peers", "transport", "ws", gauges.webSocketPeers());
    gauge("room_attendants", "Peers that others see.", gauges.attendants());
    gauge("room_tunnels", "Open tunnels.", gauges.tunnels());
    gauge("room_handshakes_pending", "Handshakes under way.", gauges.handshakes());
    gauge("room_members", "Members.", gauges.members());
  }

  private void counters(Figures.Counters counters) {
    head("room_handshakes_total", "counter", "Handshakes, done or why not.");
    results("room_handshakes_total", counters.handshakes(), counters.handshakesFailed());
    head("room_tunnel_opened_total", "counter", "Tunnels asked for, opened or why not.");
    results("room_tunnel_opened_total", counters.tunnels(), counters.tunnelsRefused());
    head("room_tunnel_ended_total", "counter", "Tunnels that ended, by reason.");
    reasons("room_tunnel_ended_total", "reason", counters.tunnelsEnded());
    head("room_tunnel_bytes_total", "counter", "Bytes through tunnels, both ways.");
    line("room_tunnel_bytes_total", counters.tunnelBytes());
    head("room_invites_claimed_total", "counter", "Invites that were claimed.");
    line("room_invites_claimed_total", counters.claims());
    head("room_disconnects_total", "counter", "Peers that left, by reason.");
    reasons("room_disconnects_total", "reason", counters.closed());
  }

  /** What a disk does not tell is left out. */
  private void disks(Disks.Spaces disks) {
    disk("disk_free_bytes", "What can still be written.", disks, DiskSpace::free);
    disk("disk_size_bytes", "The whole disk.", disks, DiskSpace::size);
  }

  private void disk(String name, String help, Disks.Spaces disks, ToLongFunction<DiskSpace> value) {
    if (disks.equals(Disks.Spaces.UNKNOWN)) {
      return;
    }
    head(name, "gauge", help);
    disks.data().ifPresent(each -> line(name, "place", "data", value.applyAsLong(each)));
    disks.backups().ifPresent(each -> line(name, "place", "backups", value.applyAsLong(each)));
  }

  /** Nothing where the room makes none, so that an alert on them does not speak there. */
  private void backups(BackupState backups) {
    if (!backups.daily()) {
      return;
    }
    backups
        .success()
        .ifPresent(
            at ->
                gauge(
                    "backup_last_success_timestamp_seconds",
                    "When the last good backup was begun, since the epoch.",
                    at.getEpochSecond()));
    head("backup_failures_total", "counter", "Backups that failed.");
    line("backup_failures_total", backups.failures());
  }

  /** Of a room that gets them by itself; those of others are for somebody else to look after. */
  private void certificates(CertificateState certificates) {
    certificates
        .ends()
        .ifPresent(
            at ->
                gauge(
                    "acme_certificate_expiry_timestamp_seconds",
                    "When the domain's own certificate ends, since the epoch.",
                    at.getEpochSecond()));
    gauge(
        "acme_certificate_wildcard",
        "Whether it is for subdomains as well.",
        certificates.wildcard() ? 1 : 0);
    gauge(
        "acme_certificate_hosts",
        "Hosts of aliases with one of their own.",
        certificates.hosts().served());
    gauge(
        "acme_certificate_hosts_waiting",
        "Hosts of aliases that wait for one.",
        certificates.hosts().waiting());
    gauge(
        "acme_certificate_hosts_failed",
        "Hosts of aliases for which it failed within a week.",
        certificates.hosts().failed());
    head("acme_orders_failed_total", "counter", "Certificates that were asked for in vain.");
    line("acme_orders_failed_total", certificates.failures());
    certificates
        .trouble()
        .ifPresent(
            trouble ->
                gauge(
                    "acme_next_try_timestamp_seconds",
                    "When the domain's is asked for again after a failure, since the epoch.",
                    trouble.next().getEpochSecond()));
  }

  /** What cannot be told is left out. */
  private void upkeep(List<Finding> findings) {
    if (!findings.isEmpty()) {
      head("room_check", "gauge", "What needs somebody: 0 nothing, 1 a warning, 2 a failure.");
    }
    findings.forEach(
        each ->
            number(each.verdict())
                .ifPresent(value -> line("room_check", "check", each.check().word(), value)));
    moment(findings, Check.CERTIFICATE, "certificate_expiry_timestamp_seconds", "When it ends.");
    moment(findings, Check.BACKUP, "last_backup_timestamp_seconds", "When there was one last.");
  }

  private static OptionalLong number(Verdict verdict) {
    return switch (verdict) {
      case OK -> OptionalLong.of(0);
      case WARNING -> OptionalLong.of(1);
      case FAILURE -> OptionalLong.of(2);
      case UNKNOWN -> OptionalLong.empty();
    };
  }

  private void moment(List<Finding> findings, Check check, String name, String help) {
    findings.stream()
        .filter(each -> each.check() == check)
        .flatMap(each -> each.moment().stream())
        .forEach(when -> gauge(name, help, when.getEpochSecond()));
  }

  private void process(Figures figures, String version) {
    Figures.Gauges gauges = figures.gauges();
    gauge("room_heap_bytes", "Heap in use.", gauges.heap());
    gauge("room_direct_bytes", "Network buffers outside of the heap.", gauges.direct());
    gauges
        .resident()
        .ifPresent(bytes -> gauge("process_resident_memory_bytes", "Resident memory.", bytes));
    gauges.database().ifPresent(bytes -> gauge("db_size_bytes", "The database on disk.", bytes));
    head("process_start_time_seconds", "gauge", "When it started, since the epoch.");
    line("process_start_time_seconds", "%.3f", figures.started().toEpochMilli() / MILLIS);
    head("build_info", "gauge", "The version that runs.");
    line("build_info", "version", escape(version), 1);
  }

  private void results(String name, long good, SortedMap<String, Long> bad) {
    line(name, "result", "ok", good);
    reasons(name, "result", bad);
  }

  private void reasons(String name, String label, Map<String, Long> counts) {
    counts.forEach((reason, count) -> line(name, label, reason, count));
  }

  private void gauge(String name, String help, long value) {
    head(name, "gauge", help);
    line(name, value);
  }

  private void head(String name, String type, String help) {
    text.append("# HELP %s %s\n# TYPE %s %s\n".formatted(name, help, name, type));
  }

  private void line(String name, long value) {
    text.append(name).append(' ').append(value).append('\n');
  }

  private void line(String name, String format, double value) {
    text.append(name).append(' ').append(String.format(Locale.ROOT, format, value));
    text.append('\n');
  }

  private void line(String name, String label, String labelValue, long value) {
    line("%s{%s=\"%s\"}".formatted(name, label, labelValue), value);
  }

  private static String escape(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
