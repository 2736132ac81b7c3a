package alcove;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.containAnyMethodsThat;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds what the package descriptions of this module promise. */
@AnalyzeClasses(packages = "alcove", importOptions = DoNotIncludeTests.class)
class WebLayersTest {
  private static final String BEYOND_PEERS =
      "alcove\\.(?!ops\\.(bench|control|terminal)\\.|crypto\\.|identity\\.|tunnel\\.(client|net|muxrpc)\\.|room\\.aliases\\.AliasRegistration).*";

  @ArchTest
  static final ArchRule bench_knowsOfRoomsWhatPeersKnow =
      noClasses()
          .that()
          .resideInAPackage("alcove.ops.bench")
          .should()
          .dependOnClassesThat(nameMatching(BEYOND_PEERS));

  @ArchTest
  static final ArchRule web_seesTheRoomAlone =
      noClasses()
          .that()
          .resideInAPackage("alcove.web..")
          .should()
          .dependOnClassesThat(
              nameMatching(
                  "alcove\\.(?!web\\.|room\\.|cluster\\.|address\\.|health\\.|limits\\.|threads\\.|identity\\.).*"));

  @ArchTest
  static final ArchRule certificates_knowNothingOfTheRoom =
      noClasses()
          .that()
          .resideInAnyPackage("alcove.acme", "alcove.tls")
          .should()
          .dependOnClassesThat(
              nameMatching(
                  "alcove\\.(?!acme\\.|tls\\.|cluster\\.|files\\.|health\\.|limits\\.).*"));

  @ArchTest
  static final ArchRule handshakes_doNotCareWhereCertificatesComeFrom =
      noClasses()
          .that()
          .resideInAPackage("alcove.tls")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("alcove.acme");

  @ArchTest
  static final ArchRule webPackages_haveNoCycles =
      slices().matching("alcove.web.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule webMechanism_knowsNoPages =
      noClasses()
          .that()
          .resideInAnyPackage("alcove.web.http", "alcove.web.page")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("alcove.web", "alcove.web.visitor", "alcove.web.dashboard");

  @ArchTest
  static final ArchRule pages_doNotKnowTheSite =
      noClasses()
          .that()
          .resideInAnyPackage("alcove.web.visitor", "alcove.web.dashboard")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("alcove.web");

  @ArchTest
  static final ArchRule whatAnswers_isCalledHandler_andNothingElseIs =
      classes()
          .that()
          .resideInAnyPackage("alcove.web.visitor", "alcove.web.dashboard")
          .and()
          .areTopLevelClasses()
          .and(containAnyMethodsThat(name("addTo")).or(simpleNameEndingWith("Handler")))
          .should()
          .haveSimpleNameEndingWith("Handler")
          .andShould()
          .bePublic();

  @ArchTest
  static final ArchRule app_isSeenByNobody =
      noClasses()
          .that()
          .resideOutsideOfPackage("alcove.app")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("alcove.app");
}
