package alcove.ops.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.address.PublicAddress;
import alcove.address.WebOrigin;
import alcove.crypto.CryptoChoice;
import alcove.door.FileDemand;
import alcove.health.Check;
import alcove.health.Diagnosis;
import alcove.health.Disk;
import alcove.health.Disks;
import alcove.health.Finding;
import alcove.health.SelfVisits.Sight;
import alcove.health.Verdict;
import alcove.identity.FeedKeyPair;
import alcove.identity.HostAndPort;
import alcove.room.Room;
import alcove.room.audit.AuditEvent;
import alcove.room.model.RoomSetting;
import alcove.room.model.RoomSettings;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.store.Database;
import alcove.store.DatabaseUrl;
import java.net.InetAddress;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the doctor says of rooms that are and are not well. */
class DoctorTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

  /** Long enough for all that waits for nothing. */
  private static final Duration BRIEF = Duration.ofSeconds(2);

  private final FakeSurroundings around = new FakeSurroundings();
  private final Database database =
      Database.open(new DatabaseUrl.H2Memory("doctor-" + UUID.randomUUID()));
  private Instant now = NOW;
  private Room room;
  private FeedKeyPair keys;
  private CryptoChoice crypto = CryptoChoice.JAVA;
  private boolean isNode;
  @TempDir private Path data;

  @BeforeEach
  void open() throws Exception {
    keys = FeedKeyPair.create(crypto.load());
    room =
        Room.open(
            database,
            keys.id(),
            crypto.load(),
            () -> now,
            Set.of(),
            RoomSettings.ofANewRoom(PrivacyMode.COMMUNITY, "Harbour"));
    Files.createFile(
        data.resolve("secret"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private RoomUnderTest subject(String url, Optional<String> domain, boolean insecureHttp)
      throws Exception {
    var at = new HostAndPort("room.example", 8008);
    var address = new PublicAddress(keys.id(), WebOrigin.parse(url), domain, at, at, insecureHttp);
    return new RoomUnderTest(
        room,
        database,
        data,
        new Disks(Disk.beneath(data), Optional.empty()),
        address,
        () -> now,
        crypto.load(),
        new FileDemand(1000, isNode),
        Optional.empty());
  }

  private RoomUnderTest subject() throws Exception {
    return subject("https://room.example", Optional.of("room.example"), false);
  }

  private Doctor doctor(RoomUnderTest subject) {
    return new Doctor(subject, around, Doctor.PATIENCE);
  }

  private ReachabilityChecks reachability() throws Exception {
    return new ReachabilityChecks(subject(), around);
  }

  private LocalChecks local() throws Exception {
    return new LocalChecks(subject(), around);
  }

  private static void found(Finding finding, Diagnosis diagnosis) {
    assertThat(finding.diagnosis()).isEqualTo(diagnosis);
  }

  @ParameterizedTest
  @EnumSource
  void texts_ofEveryDiagnosis_areThereWithAdviceWhereItIsBad(Diagnosis diagnosis) {
    var finding = Finding.of(Check.HOST, diagnosis, "first", "second", "third", "fourth");

    assertThat(DoctorTexts.found(finding)).isNotBlank().doesNotContain("{");
    assertThat(DoctorTexts.todo(finding).isPresent()).isEqualTo(diagnosis.hasAdvice());
    boolean bad = diagnosis.verdict() == Verdict.WARNING || diagnosis.verdict() == Verdict.FAILURE;
    assertThat(diagnosis.hasAdvice() || !bad).isTrue();
  }

  @Test
  void examination_ofARoomThatIsNotServed_hasOneFindingOfEachCheckInOrder() throws Exception {
    var doctor = doctor(subject("http://localhost:3000", Optional.empty(), false));

    var findings =
        doctor
            .examine(done -> {})
            .toCompletionStage()
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);

    assertThat(findings).extracting(Finding::check).containsExactly(Check.values());
    assertThat(findings)
        .filteredOn(each -> each.diagnosis() == Diagnosis.NOT_SERVED)
        .extracting(Finding::check)
        .containsExactly(
            Check.HTTPS,
            Check.SITE,
            Check.PROXY,
            Check.WEBSOCKET,
            Check.SSB_PORT,
            Check.PEERS,
            Check.CLOCK,
            Check.NODES,
            Check.ALERTS);
    assertThat(findings)
        .filteredOn(each -> each.diagnosis() == Diagnosis.NO_DOMAIN)
        .extracting(Finding::check)
        .containsExactly(Check.HOST, Check.DNS, Check.WILDCARD);
    assertThat(findings).extracting(Finding::verdict).doesNotContain(Verdict.FAILURE);
  }

  @Test
  void check_thatFails_isAFindingToo() throws Exception {
    Files.delete(data.resolve("secret"));

    var findings =
        doctor(subject("http://localhost:3000", Optional.empty(), false))
            .examine(done -> {})
            .toCompletionStage()
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);

    assertThat(findings).contains(Finding.of(Check.SECRET, Diagnosis.BROKEN));
  }

  @Test
  void check_thatTakesTooLong_isLateAndKeepsNoneOfTheOthers() throws Exception {
    var end = new CountDownLatch(1);
    around.beforeResolving = () -> waitFor(end);

    var findings =
        new Doctor(subject("http://localhost:3000", Optional.of("localhost"), false), around, BRIEF)
            .examine(done -> {})
            .toCompletionStage()
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);
    end.countDown();

    assertThat(findings).extracting(Finding::check).containsExactly(Check.values());
    assertThat(findings)
        .filteredOn(each -> each.check() == Check.DNS || each.check() == Check.WILDCARD)
        .containsExactly(
            Finding.of(Check.DNS, Diagnosis.LATE, BRIEF.toSeconds()),
            Finding.of(Check.WILDCARD, Diagnosis.LATE, BRIEF.toSeconds()));
    assertThat(findings).extracting(Finding::verdict).contains(Verdict.OK);
  }

  @Test
  void check_thatTakesTooLongOnABusyMachine_isAWarning() throws Exception {
    var end = new CountDownLatch(1);
    around.beforeResolving = () -> waitFor(end);
    around.busy = true;

    var findings =
        new Doctor(subject("http://localhost:3000", Optional.of("localhost"), false), around, BRIEF)
            .examine(done -> {})
            .toCompletionStage()
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);
    end.countDown();

    assertThat(findings)
        .filteredOn(each -> each.check() == Check.DNS)
        .containsExactly(Finding.of(Check.DNS, Diagnosis.BUSY, BRIEF.toSeconds()))
        .extracting(Finding::verdict)
        .containsExactly(Verdict.WARNING);
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void host_comparedWithTheDomain_fitsOrDiffers() throws Exception {
    found(reachability().host(), Diagnosis.HOST_FITS);
    var elsewhere = subject("https://www.example", Optional.of("room.example"), false);
    found(new ReachabilityChecks(elsewhere, around).host(), Diagnosis.HOST_DIFFERS);
  }

  @Test
  void dns_ofDomainAndWildcard_isJudgedByTheFormOfAliases() throws Exception {
    found(reachability().dns(), Diagnosis.DNS_MISSING);
    found(reachability().wildcard(), Diagnosis.WILDCARD_NOT_NEEDED);
    around.known.add("room.example");
    found(reachability().dns(), Diagnosis.DNS_RESOLVES);
    room.change(Actor.operator(), RoomSetting.ALIAS_FORM, "subdomain");
    found(reachability().wildcard(), Diagnosis.WILDCARD_MISSING);
    around.known.add("alcove-check.room.example");
    found(reachability().wildcard(), Diagnosis.WILDCARD_THERE);
  }

  @Test
  void site_visited_isThisRoomAnotherOrNobody() throws Exception {
    found(
        reachability().site(seen("room.example", false, true, true)), Diagnosis.SITE_IS_THIS_ROOM);
    found(
        reachability().site(new SelfVisit(true, Optional.empty(), Optional.empty())),
        Diagnosis.SITE_IS_ANOTHER);
    found(
        reachability().site(new SelfVisit(false, Optional.empty(), Optional.empty())),
        Diagnosis.SITE_UNREACHABLE);
    found(
        reachability().proxy(new SelfVisit(true, Optional.empty(), Optional.empty())),
        Diagnosis.PROXY_NOT_SEEN);
  }

  private static SelfVisit seen(String host, boolean secure, boolean passedOn, boolean speaker) {
    return new SelfVisit(
        true, Optional.of(new Sight(host, secure, passedOn, speaker)), Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "room.example, false, true,  true,  PROXY_SPEAKS",
    "room.example, true,  false, false, PROXY_NONE",
    "room.example, false, false, false, PROXY_SILENT",
    "room.example, false, true,  false, PROXY_UNTRUSTED",
    "127.0.0.1,    false, true,  true,  PROXY_HIDES_HOST"
  })
  void proxy_byWhatArrives_isJudged(
      String host, boolean secure, boolean passedOn, boolean speaker, Diagnosis diagnosis)
      throws Exception {
    found(reachability().proxy(seen(host, secure, passedOn, speaker)), diagnosis);
  }

  @Test
  void clock_comparedWithTheAnswer_isRightOrWrong() throws Exception {
    for (var offAndVerdict :
        List.of(List.of(60L, Diagnosis.CLOCK_RIGHT), List.of(61L, Diagnosis.CLOCK_WRONG))) {
      var date = NOW.minusSeconds((Long) offAndVerdict.getFirst());
      found(
          reachability().clock(new SelfVisit(true, Optional.empty(), Optional.of(date))),
          (Diagnosis) offAndVerdict.getLast());
    }
    found(
        reachability().clock(new SelfVisit(true, Optional.empty(), Optional.empty())),
        Diagnosis.CLOCK_UNCOMPARED);
  }

  @ParameterizedTest
  @CsvSource({
    "1589, false, OPEN_FILES_ENOUGH",
    "1588, false, OPEN_FILES_FEW",
    "2254, true, OPEN_FILES_ENOUGH",
    "2253, true, OPEN_FILES_FEW",
    ", false, OPEN_FILES_UNKNOWN"
  })
  void openFiles_comparedWithConnections_areEnoughOrFew(
      Long most, boolean withOthers, Diagnosis diagnosis) throws Exception {
    isNode = withOthers;
    around.files = most == null ? OptionalLong.empty() : OptionalLong.of(most);

    found(local().openFiles(), diagnosis);
  }

  @Test
  void crypto_withoutLibsodium_isSlow() throws Exception {
    found(local().crypto(), Diagnosis.CRYPTO_SLOW);
    crypto = CryptoChoice.NATIVE;
    found(local().crypto(), Diagnosis.CRYPTO_NATIVE);
  }

  @Test
  void database_closed_fails() throws Exception {
    found(local().database(), Diagnosis.DATABASE_WORKS);
    database.close();
    found(local().database(), Diagnosis.DATABASE_FAILS);
  }

  @Test
  void backup_byItsAge_isNeverFreshOrOld() throws Exception {
    found(local().backup(), Diagnosis.BACKUP_NEVER);
    room.audit().enter(Actor.operator(), new AuditEvent.BackedUp(""));
    now = NOW.plus(Duration.ofDays(30));
    found(local().backup(), Diagnosis.BACKUP_BY_HAND);
    now = NOW.plus(Duration.ofDays(31));
    found(local().backup(), Diagnosis.BACKUP_OLD);
  }

  @Test
  void secret_readableByOthers_fails() throws Exception {
    found(local().secret(), Diagnosis.SECRET_PRIVATE);
    Files.setPosixFilePermissions(
        data.resolve("secret"), PosixFilePermissions.fromString("rw-r-----"));
    found(local().secret(), Diagnosis.SECRET_OPEN);
  }

  /** As on a file system that knows no owners. */
  @Test
  void secret_whoseRightsNobodyKnows_isUnknown() throws Exception {
    var archive = data.resolve("archive.zip");
    try (var files = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
      Files.createFile(files.getPath("secret"));
      var usual = subject();
      var there =
          new RoomUnderTest(
              usual.room(),
              usual.database(),
              files.getPath("/"),
              usual.disks(),
              usual.address(),
              usual.clock(),
              usual.crypto(),
              usual.files(),
              usual.served());

      found(new LocalChecks(there, around).secret(), Diagnosis.SECRET_UNKNOWN);
    }
  }

  @Test
  void admin_missing_isAWarning() throws Exception {
    found(local().admin(), Diagnosis.ADMIN_MISSING);
    room.setup().byOperator(FeedKeyPair.create(crypto.load()).id());
    found(local().admin(), Diagnosis.ADMIN_THERE);
  }

  @Test
  void plainHttp_allowed_isAWarning() throws Exception {
    found(local().plainHttp(), Diagnosis.PLAIN_HTTP_CLOSED);
    var insecure = subject("http://room.example", Optional.of("room.example"), true);
    found(new LocalChecks(insecure, around).plainHttp(), Diagnosis.PLAIN_HTTP_OPEN);
    found(new ReachabilityChecks(insecure, around).certificate(), Diagnosis.CERTIFICATE_NONE);
  }

  private static final class FakeSurroundings implements SystemProbe {
    private final Set<String> known = new HashSet<>();
    private OptionalLong files = OptionalLong.of(65_536);
    private Runnable beforeResolving = () -> {};
    private boolean busy;

    @Override
    public boolean isBusy() {
      return busy;
    }

    @Override
    public List<InetAddress> resolve(String name) {
      beforeResolving.run();
      return known.contains(name) ? List.of(InetAddress.getLoopbackAddress()) : List.of();
    }

    @Override
    public OptionalLong openFiles() {
      return files;
    }
  }
}
