package alcove.acme;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.random.RandomGenerator;

/**
 * The past of the room with its authority, as far as it says what may be tried when: so that
 * neither restarts nor many hosts ask for more than authorities allow. Used by one thread, but for
 * {@link #directory}.
 */
final class Ledger {
  /** Let's Encrypt takes five failures of a host in an hour; these make no more of it. */
  private static final Duration FIRST_WAIT = Duration.ofMinutes(2);

  private static final Duration LONGEST_WAIT = Duration.ofHours(12);

  /** After a start, for whoever has mended something; a room that starts again and again waits. */
  private static final Duration WAIT_OF_A_START = Duration.ofMinutes(15);

  /** What an authority may say at most, whatever it says. */
  private static final Duration LONGEST_REQUESTED_WAIT = Duration.ofDays(7);

  private static final Duration BETWEEN_CERTIFICATES = Duration.ofHours(1);

  private static final Duration WEEK = Duration.ofDays(7);
  private static final double JITTER = 0.25;
  private static final int MOST_DOUBLINGS = 10;
  private static final int LONGEST_REASON = 300;

  private final Map<String, Failure> failures = new TreeMap<>();
  private final Map<String, Issue> issues = new ConcurrentSkipListMap<>();
  private final List<Instant> issued = new ArrayList<>();
  private Optional<Account> account = Optional.empty();

  /**
   * Tries that failed one after the other.
   *
   * @param count how many
   * @param at the last of them
   * @param why its reason, in a line
   * @param next when it may be tried again
   */
  record Failure(int count, Instant at, String why, Instant next) {}

  /** An account at the authority of a directory. */
  record Account(String directory, String location) {}

  /** The last certificate of a host: from whom, and when. */
  private record Issue(String directory, Instant at) {}

  /** What {@code json} says, as far as it can be understood. */
  static Ledger of(JsonObject json, Instant now) {
    var ledger = new Ledger();
    try {
      ledger.read(json, now);
    } catch (ClassCastException | DateTimeException | NullPointerException e) {
      return new Ledger();
    }
    return ledger;
  }

  private void read(JsonObject json, Instant now) {
    var known = json.getJsonObject("account");
    if (known != null) {
      account = Optional.of(new Account(known.getString("directory"), known.getString("location")));
    }
    json.getJsonObject("certificates", new JsonObject())
        .forEach(entry -> issues.put(entry.getKey(), issue((JsonObject) entry.getValue())));
    json.getJsonArray("issued", new JsonArray())
        .forEach(each -> issued.add(Instant.parse(each.toString())));
    json.getJsonObject("failures", new JsonObject())
        .forEach(
            entry -> failures.put(entry.getKey(), failure((JsonObject) entry.getValue(), now)));
  }

  private static Issue issue(JsonObject json) {
    return new Issue(json.getString("directory"), Instant.parse(json.getString("at")));
  }

  /** A clock that was wrong is no reason to wait for years. */
  private static Failure failure(JsonObject json, Instant now) {
    var at = Instant.parse(json.getString("at"));
    var next = Instant.parse(json.getString("next"));
    boolean isOfAnotherTime = at.isAfter(now) || next.isAfter(now.plus(LONGEST_REQUESTED_WAIT));
    return new Failure(
        json.getInteger("count"),
        isOfAnotherTime ? now : at,
        json.getString("why"),
        isOfAnotherTime ? now : next);
  }

  JsonObject json() {
    var json = new JsonObject();
    account.ifPresent(
        each ->
            json.put(
                "account",
                new JsonObject()
                    .put("directory", each.directory())
                    .put("location", each.location())));
    var certificates = new JsonObject();
    issues.forEach(
        (host, issue) ->
            certificates.put(
                host,
                new JsonObject()
                    .put("directory", issue.directory())
                    .put("at", issue.at().toString())));
    var failed = new JsonObject();
    failures.forEach(
        (host, failure) ->
            failed.put(
                host,
                new JsonObject()
                    .put("count", failure.count())
                    .put("at", failure.at().toString())
                    .put("why", failure.why())
                    .put("next", failure.next().toString())));
    return json.put("certificates", certificates)
        .put("issued", new JsonArray(issued.stream().map(Instant::toString).toList()))
        .put("failures", failed);
  }

  /** Ours at the authority of {@code directory}, if we have one there. */
  Optional<Account> account(String directory) {
    return account.filter(each -> each.directory().equals(directory));
  }

  void account(Account ours) {
    account = Optional.of(ours);
  }

  void forgetAccount() {
    account = Optional.empty();
  }

  /** How often it has failed for a host since it worked, and why. */
  Optional<Failure> failure(String host) {
    return Optional.ofNullable(failures.get(host));
  }

  /** How many hosts besides {@code domain} have failed within a week, and not worked since. */
  int failedHosts(String domain, Instant now) {
    return (int)
        failures.entrySet().stream()
            .filter(each -> !each.getKey().equals(domain))
            .filter(each -> each.getValue().at().isAfter(now.minus(WEEK)))
            .count();
  }

  /** Whether the last certificate of a host came from another authority than {@code directory}. */
  boolean isFromElsewhere(String host, String directory) {
    var issue = issues.get(host);
    return issue != null && !issue.directory().equals(directory);
  }

  /**
   * When a host may have another certificate: not before its last failure is long enough ago, and
   * never twice within the hour by one authority, whatever is wrong with the one that it gave.
   */
  Instant mayTry(String host, String directory, Instant now) {
    var after = failure(host).map(Failure::next).orElse(Instant.MIN);
    var issue = issues.get(host);
    if (issue == null || !issue.directory().equals(directory) || issue.at().isAfter(now)) {
      return after;
    }
    var again = issue.at().plus(BETWEEN_CERTIFICATES);
    return again.isAfter(after) ? again : after;
  }

  /** How many certificates there were within a week. */
  int issuedWithinWeek(Instant now) {
    issued.removeIf(at -> at.isBefore(now.minus(WEEK)) || at.isAfter(now));
    return issued.size();
  }

  /** The authority of whom the last certificate of a host is; empty if none is known. */
  String directory(String host) {
    var issue = issues.get(host);
    return issue == null ? "" : issue.directory();
  }

  /** Notes a certificate that there was at {@code at}. */
  void succeeded(String host, String directory, Instant at, Instant now) {
    failures.remove(host);
    issues.put(host, new Issue(directory, at));
    issued.add(at);
    issuedWithinWeek(now);
  }

  /** Notes one of another authority: what may be asked of ours it does not change. */
  void taken(String host, String directory, Instant at) {
    issues.put(host, new Issue(directory, at));
  }

  /**
   * Notes a failure; the wait after it doubles, and is a bit longer by chance, so that not all
   * rooms come back at once.
   *
   * @param requested when the authority wants to be asked again, if it said so
   */
  Failure failed(
      String host, String why, Optional<Instant> requested, Instant now, RandomGenerator random) {
    int before = failure(host).map(Failure::count).orElse(0);
    var own = now.plusMillis((long) (own(before).toMillis() * (1 + JITTER * random.nextDouble())));
    var latest = now.plus(LONGEST_REQUESTED_WAIT);
    var next =
        requested.map(at -> at.isAfter(latest) ? latest : at).filter(own::isBefore).orElse(own);
    var failure = new Failure(before + 1, now, inShort(why), next);
    failures.put(host, failure);
    return failure;
  }

  /**
   * Has the next try of a host come a quarter of an hour after the last one, if it was ours to say
   * when, and not the authority's.
   */
  void startAgain(String host, Instant now) {
    failure(host)
        .filter(
            failure ->
                Duration.between(failure.at(), failure.next())
                        .compareTo(longest(failure.count() - 1))
                    <= 0)
        .map(
            failure -> {
              var soon = failure.at().plus(WAIT_OF_A_START);
              var next = soon.isBefore(now) ? now : soon;
              return new Failure(
                  failure.count(),
                  failure.at(),
                  failure.why(),
                  next.isBefore(failure.next()) ? next : failure.next());
            })
        .ifPresent(failure -> failures.put(host, failure));
  }

  private static Duration own(int before) {
    var doubled = FIRST_WAIT.multipliedBy(1L << Math.min(before, MOST_DOUBLINGS));
    return doubled.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : doubled;
  }

  /** The same with all that chance can add. */
  private static Duration longest(int before) {
    return Duration.ofMillis((long) (own(before).toMillis() * (1 + JITTER)));
  }

  private static String inShort(String why) {
    return why.length() <= LONGEST_REASON ? why : why.substring(0, LONGEST_REASON);
  }

  /** Forgets a host that is no more; what it has cost still counts. */
  void forget(String host) {
    failures.remove(host);
    issues.remove(host);
  }
}
