package alcove;

import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

/** Holds what the package descriptions of this module promise. */
@AnalyzeClasses(packages = "alcove", importOptions = DoNotIncludeTests.class)
class CoreLayersTest {
  private static final String SOCKETS =
      "java\\.net\\.(.*Socket.*|URL|URLConnection|http\\..*)|java\\.nio\\.channels\\..*Socket.*";

  @ArchTest
  static final ArchRule crypto_dependsOnNothingOfOurs =
      noClasses()
          .that()
          .resideInAPackage("alcove.crypto")
          .should()
          .dependOnClassesThat(nameMatching("alcove\\.(?!crypto\\.).*"));

  @ArchTest
  static final ArchRule identity_dependsOnCryptoAndFilesAlone =
      noClasses()
          .that()
          .resideInAPackage("alcove.identity")
          .should()
          .dependOnClassesThat(nameMatching("alcove\\.(?!crypto\\.|files\\.|identity\\.).*"));

  @ArchTest
  static final ArchRule cluster_isAPort =
      noClasses()
          .that()
          .resideInAPackage("alcove.cluster")
          .should()
          .dependOnClassesThat(nameMatching("alcove\\.(?!cluster\\.|identity\\.).*"));

  @ArchTest
  static final ArchRule packages_haveNoCycles =
      slices().matching("alcove.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule cryptographicLibraries_stayInCrypto =
      noClasses()
          .that()
          .resideOutsideOfPackage("alcove.crypto")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.bouncycastle..", "java.lang.foreign..", "javax.crypto..");

  @ArchTest
  static final ArchRule databases_stayInStore =
      noClasses()
          .that()
          .resideOutsideOfPackage("alcove.store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.sql..",
              "javax.sql..",
              "org.h2..",
              "org.jdbi..",
              "org.flywaydb..",
              "com.zaxxer..",
              "org.sqlite..",
              "org.postgresql..");

  @ArchTest
  static final ArchRule wingsOfTheRoom_haveNoCycles =
      slices().matching("alcove.room.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule wingsOfTheRoom_doNotKnowTheWhole =
      noClasses()
          .that()
          .resideInAPackage("alcove.room.*..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("alcove.room");

  @ArchTest
  static final ArchRule policy_isTheGround =
      noClasses()
          .that()
          .resideInAPackage("alcove.room.policy")
          .should()
          .dependOnClassesThat(nameMatching("alcove\\.(?!room\\.policy\\.|identity\\.).*"));

  /** More cannot be taken in. */
  @ArchTest
  static void package_hasAtMostThirtyTypes(JavaClasses classes) {
    assertThat(
            classes.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(each -> !each.getSimpleName().equals("package-info"))
                .collect(groupingBy(JavaClass::getPackageName, counting())))
        .allSatisfy((name, types) -> assertThat(types).as(name).isLessThanOrEqualTo(30));
  }

  @ArchTest
  static final ArchRule room_knowsNoStore =
      noClasses()
          .that()
          .resideInAPackage("alcove.room..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("alcove.store..");

  @ArchTest
  static final ArchRule network_isElsewhere =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveNameMatching(SOCKETS)
          .orShould()
          .dependOnClassesThat(nameMatching("io\\.(vertx|netty)\\.(?!core\\.(Future|Promise)$).*"));

  @ArchTest
  static final ArchRule packages_areNullMarked =
      classes().that().haveSimpleName("package-info").should().beAnnotatedWith(NullMarked.class);
}
