package alcove.tunnel;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds what the package-infos say about who may use what. */
@AnalyzeClasses(packages = "alcove.tunnel", importOptions = ImportOption.DoNotIncludeTests.class)
class TunnelLayersTest {
  private static final String[] IO = {"io.vertx..", "io.netty.."};

  /** Code from outside; the JDK is everybody's. */
  private static DescribedPredicate<JavaClass> onlyOf(String... packages) {
    return resideInAnyPackage(packages)
        .or(resideInAnyPackage("java..", "javax..", "org.jspecify.."))
        .or(nameMatching("\\[*[ZBCSIJFD]"));
  }

  @ArchTest
  static final ArchRule sockets_onlyInNet =
      noClasses()
          .that()
          .resideOutsideOfPackage("alcove.tunnel.net..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.vertx.core.net..", "io.netty.channel.socket..", "io.netty.channel.epoll..");

  @ArchTest
  static final ArchRule wireFormats_knowNoInputOrOutput =
      noClasses()
          .that()
          .resideInAnyPackage(
              "alcove.tunnel.shs..", "alcove.tunnel.boxstream..", "alcove.tunnel.muxrpc.codec..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(IO);

  @ArchTest
  static final ArchRule handshake_usesCryptoAndIdentity =
      classes()
          .that()
          .resideInAPackage("alcove.tunnel.shs..")
          .should()
          .onlyDependOnClassesThat(
              onlyOf("alcove.tunnel.shs..", "alcove.crypto..", "alcove.identity.."));

  @ArchTest
  static final ArchRule boxStream_usesCrypto =
      classes()
          .that()
          .resideInAPackage("alcove.tunnel.boxstream..")
          .should()
          .onlyDependOnClassesThat(onlyOf("alcove.tunnel.boxstream..", "alcove.crypto.."));

  @ArchTest
  static final ArchRule packets_useNothing =
      classes()
          .that()
          .resideInAPackage("alcove.tunnel.muxrpc.codec..")
          .should()
          .onlyDependOnClassesThat(onlyOf("alcove.tunnel.muxrpc.codec.."));

  @ArchTest
  static final ArchRule loops_useNothing =
      classes()
          .that()
          .resideInAPackage("alcove.tunnel.loops..")
          .should()
          .onlyDependOnClassesThat(onlyOf("alcove.tunnel.loops.."));

  @ArchTest
  static final ArchRule sessions_useVertxForFuturesOnly =
      noClasses()
          .that()
          .resideInAPackage("alcove.tunnel.muxrpc..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(IO)
                  .and(
                      DescribedPredicate.not(
                          nameMatching(
                              "io\\.vertx\\.core\\.(Future|Promise|AsyncResult|Handler|Completable)"))));

  @ArchTest
  static final ArchRule sessions_knowNoConnections =
      noClasses()
          .that()
          .resideInAPackage("alcove.tunnel.muxrpc..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("alcove.tunnel..")
                  .and(DescribedPredicate.not(resideInAPackage("alcove.tunnel.muxrpc.."))));

  @ArchTest
  static final ArchRule links_useConnections_andKnowNoTunnels =
      classes()
          .that()
          .resideInAPackage("alcove.tunnel.link..")
          .should()
          .onlyDependOnClassesThat(
              onlyOf(
                  "alcove.tunnel.link..",
                  "alcove.tunnel.net..",
                  "alcove.tunnel.muxrpc.codec..",
                  "alcove.identity..",
                  "io.netty..",
                  "io.vertx.core",
                  "org.slf4j.."));

  @ArchTest
  static final ArchRule connections_knowNobodyAbove =
      noClasses()
          .that()
          .resideInAPackage("alcove.tunnel.net..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "alcove.tunnel",
              "alcove.tunnel.link..",
              "alcove.tunnel.splice..",
              "alcove.tunnel.presence..",
              "alcove.tunnel.procedures..",
              "alcove.tunnel.client..");

  @ArchTest
  static final ArchRule spliceAndPresence_knowNeitherEachOtherNorProcedures =
      classes()
          .that()
          .resideInAPackage("alcove.tunnel.splice..")
          .should()
          .onlyDependOnClassesThat(
              onlyOf(
                  "alcove.tunnel.splice..",
                  "alcove.tunnel.link..",
                  "alcove.tunnel.net..",
                  "alcove.tunnel.muxrpc..",
                  "alcove.identity..",
                  "alcove.limits..",
                  "alcove.room..",
                  "com.fasterxml..",
                  "io.netty..",
                  "io.vertx.core"));

  @ArchTest
  static final ArchRule presence_usesNetAndMuxrpc =
      classes()
          .that()
          .resideInAPackage("alcove.tunnel.presence..")
          .should()
          .onlyDependOnClassesThat(
              onlyOf(
                  "alcove.tunnel.presence..",
                  "alcove.tunnel.net..",
                  "alcove.tunnel.muxrpc..",
                  "alcove.cluster..",
                  "alcove.identity..",
                  "alcove.limits..",
                  "alcove.room..",
                  "com.fasterxml..",
                  "io.netty.."));

  @ArchTest
  static final ArchRule client_knowsNothingOfTheRoom =
      noClasses()
          .that()
          .resideInAPackage("alcove.tunnel.client..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "alcove.tunnel",
              "alcove.tunnel.splice..",
              "alcove.tunnel.presence..",
              "alcove.tunnel.procedures..");

  @ArchTest
  static final ArchRule room_doesNotUseTheClient =
      noClasses()
          .that()
          .resideOutsideOfPackage("alcove.tunnel.client..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("alcove.tunnel.client..");

  @ArchTest
  static final ArchRule jGroups_isKnownToItsPackageAlone =
      noClasses()
          .that()
          .resideOutsideOfPackage("alcove.tunnel.jgroups..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.jgroups..");

  @ArchTest
  static final ArchRule jGroups_knowsNothingOfPeers =
      classes()
          .that()
          .resideInAPackage("alcove.tunnel.jgroups..")
          .should()
          .onlyDependOnClassesThat(
              onlyOf(
                  "alcove.tunnel.jgroups..",
                  "alcove.cluster..",
                  "alcove.crypto..",
                  "alcove.identity..",
                  "alcove.room.model..",
                  "org.jgroups..",
                  "org.slf4j.."));

  @ArchTest
  static final ArchRule storage_isNobodysHere =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("java.sql..", "alcove.store..");

  @ArchTest
  static final ArchRule packages_haveNoCycles =
      slices().matching("alcove.tunnel.(**)").should().beFreeOfCycles();
}
