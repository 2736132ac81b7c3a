package alcove.app;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A name stands for one thing, in whatever module. */
class NamesTest {
  private static final ImportOption NO_TESTS =
      location -> !location.contains("/test-classes/") && !location.contains("/test/");

  @Test
  void topLevelTypes_haveNamesOfTheirOwn() {
    Map<String, List<JavaClass>> byName =
        new ClassFileImporter()
            .withImportOption(NO_TESTS).importPackages("alcove").stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(each -> !each.getSimpleName().equals("package-info"))
                .collect(groupingBy(JavaClass::getSimpleName));

    assertThat(byName).hasSizeGreaterThan(400);
    assertThat(byName.values()).allSatisfy(named -> assertThat(named).hasSize(1));
  }
}
