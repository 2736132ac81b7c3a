package alcove.ops.doctor;

import alcove.health.Check;
import alcove.health.Diagnosis;
import alcove.health.Finding;
import alcove.room.model.AliasForm;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/** The checks of how the room is found, and who answers there. Thread-safe; they block. */
record ReachabilityChecks(RoomUnderTest subject, SystemProbe system) {
  /** A name that no alias can have, since it is not there for anybody. */
  private static final String ANY_SUBDOMAIN = "alcove-check.";

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long MOST_SECONDS_OFF = 60;

  Finding host() {
    var host = subject.address().site().at().host();
    return ofDomain(
        Check.HOST,
        domain ->
            Finding.of(
                Check.HOST,
                host.equals(domain) ? Diagnosis.HOST_FITS : Diagnosis.HOST_DIFFERS,
                host,
                domain));
  }

  Finding dns() {
    return ofDomain(
        Check.DNS,
        domain -> {
          int addresses = system.resolve(domain).size();
          return Finding.of(
              Check.DNS,
              addresses > 0 ? Diagnosis.DNS_RESOLVES : Diagnosis.DNS_MISSING,
              domain,
              addresses);
        });
  }

  Finding wildcard() {
    return ofDomain(
        Check.WILDCARD, domain -> Finding.of(Check.WILDCARD, wildcardOf(domain), domain));
  }

  private Finding ofDomain(Check check, Function<String, Finding> look) {
    return subject
        .address()
        .domain()
        .map(look)
        .orElseGet(() -> Finding.of(check, Diagnosis.NO_DOMAIN));
  }

  private Diagnosis wildcardOf(String domain) {
    if (!system.resolve(ANY_SUBDOMAIN + domain).isEmpty()) {
      return Diagnosis.WILDCARD_THERE;
    }
    return subject.room().settings().aliasForm() == AliasForm.SUBDOMAIN
        ? Diagnosis.WILDCARD_MISSING
        : Diagnosis.WILDCARD_NOT_NEEDED;
  }

  Finding certificate() {
    var site = subject.address().site();
    return site.secure()
        ? ShownCertificate.examine(site.at(), subject.clock().instant(), (int) PATIENCE.toMillis())
        : Finding.of(Check.CERTIFICATE, Diagnosis.CERTIFICATE_NONE);
  }

  /** Visits the site, if it is served; once for all that want to know of it. */
  SelfVisit visit(RoomUnderTest.Served served) throws InterruptedException {
    return SelfVisit.visit(subject.address().site().toString(), served.selfVisits(), PATIENCE);
  }

  Finding site(SelfVisit visit) {
    var site = subject.address().site();
    if (!visit.answered()) {
      return Finding.of(Check.SITE, Diagnosis.SITE_UNREACHABLE, site);
    }
    return Finding.of(
        Check.SITE,
        visit.sight().isPresent() ? Diagnosis.SITE_IS_THIS_ROOM : Diagnosis.SITE_IS_ANOTHER,
        site);
  }

  Finding proxy(SelfVisit visit) {
    return Finding.of(Check.PROXY, proxyOf(visit));
  }

  /** Whether TLS is somebody else's or the room's own, a proxy that says nothing does not show. */
  private Diagnosis proxyOf(SelfVisit visit) {
    if (visit.sight().isEmpty()) {
      return Diagnosis.PROXY_NOT_SEEN;
    }
    var sight = visit.sight().get();
    if (!sight.host().equals(subject.address().site().at().host())) {
      return Diagnosis.PROXY_HIDES_HOST;
    }
    if (sight.speaker()) {
      return Diagnosis.PROXY_SPEAKS;
    }
    if (sight.passedOn()) {
      return Diagnosis.PROXY_UNTRUSTED;
    }
    return subject.address().isSecure() && !sight.secure()
        ? Diagnosis.PROXY_SILENT
        : Diagnosis.PROXY_NONE;
  }

  Finding clock(SelfVisit visit) {
    Instant now = subject.clock().instant();
    return visit
        .date()
        .map(date -> Duration.between(date, now).abs().toSeconds())
        .map(
            off ->
                Finding.of(
                    Check.CLOCK,
                    off <= MOST_SECONDS_OFF ? Diagnosis.CLOCK_RIGHT : Diagnosis.CLOCK_WRONG,
                    off))
        .orElseGet(() -> Finding.of(Check.CLOCK, Diagnosis.CLOCK_UNCOMPARED));
  }
}
