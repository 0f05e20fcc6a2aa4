package org.touchstone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The directions in which packages may see one another; see ARCHITECTURE.md. */
@AnalyzeClasses(packages = "org.touchstone", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String SPARK = "org.apache.spark..";
  private static final String DJL = "ai.djl..";

  @ArchTest
  static final ArchRule NOUNS_AND_LEARNING_DO_NOT_SEE_SPARK =
      noClasses()
          .that()
          .resideInAnyPackage(
              in("preference", "text", "loss", "model", "train", "config", "agreement"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SPARK);

  @ArchTest
  static final ArchRule CORPUS_FEATURES_DO_NOT_SEE_DJL =
      noClasses()
          .that()
          .resideInAnyPackage(
              in(
                  "ingest",
                  "deduplicate",
                  "contamination",
                  "split",
                  "statistics",
                  "schema",
                  "text",
                  "agreement"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(DJL);

  @ArchTest
  static final ArchRule CORPUS_FEATURES_DO_NOT_SEE_ONE_ANOTHER =
      slices()
          .matching("org.touchstone.(*)..")
          .namingSlices("$1")
          .as("corpus features")
          .that(
              com.tngtech.archunit.base.DescribedPredicate.describe(
                  "are corpus features",
                  slice ->
                      java.util.Set.of(
                              "ingest", "deduplicate", "contamination", "split", "statistics")
                          .contains(slice.getNamePart(1))))
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule THE_NOUNS_NEED_THE_JDK_ALONE =
      classes()
          .that()
          .resideInAPackage("org.touchstone.preference")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify..", "org.touchstone.preference");

  @ArchTest
  static final ArchRule AGREEMENT_IS_ARITHMETIC =
      classes()
          .that()
          .resideInAPackage("org.touchstone.agreement")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "org.apache.commons.statistics..",
              "org.touchstone.agreement");

  @ArchTest
  static final ArchRule EDITS_NEED_THE_NOUNS_ALONE =
      classes()
          .that()
          .resideInAPackage("org.touchstone.audit.edit")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..", "org.jspecify..", "org.touchstone.preference", "org.touchstone.audit.edit");

  @ArchTest
  static final ArchRule STATISTICS_OF_THE_AUDIT_SEE_NUMBERS_ALONE =
      classes()
          .that()
          .resideInAPackage("org.touchstone.audit.statistic")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "org.apache.commons.statistics..",
              "org.touchstone.report",
              "org.touchstone.text",
              "org.touchstone.audit.statistic");

  @ArchTest
  static final ArchRule PAIRS_DO_NOT_SEE_WHAT_IS_MADE_OF_THEM =
      noClasses()
          .that()
          .resideInAnyPackage("org.touchstone.audit.settings", "org.touchstone.audit.pairs")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.touchstone.audit.probing",
              "org.touchstone.audit.measure",
              "org.touchstone.audit");

  @ArchTest
  static final ArchRule PROBING_DOES_NOT_SEE_MEASURES =
      noClasses()
          .that()
          .resideInAPackage("org.touchstone.audit.probing")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.touchstone.audit.measure", "org.touchstone.audit");

  @ArchTest
  static final ArchRule MEASURES_NEED_NO_CLUSTER =
      noClasses()
          .that()
          .resideInAPackage("org.touchstone.audit.measure")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SPARK, "org.touchstone.audit");

  @ArchTest
  static final ArchRule CHAT_TEMPLATES_REACH_NOTHING_BUT_THE_JDK =
      classes()
          .that()
          .resideInAPackage("org.touchstone.model.jinja")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify..", "org.touchstone.model.jinja");

  @ArchTest
  static final ArchRule THE_REPORT_IS_DRAWN_WITHOUT_A_CLUSTER =
      noClasses()
          .that()
          .resideInAnyPackage(in("report", "artifact"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SPARK, DJL);

  @ArchTest
  static final ArchRule NOTHING_SEES_JOBS =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.touchstone.jobs")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.touchstone.jobs");

  @ArchTest
  static final ArchRule ONLY_JOBS_PRINT =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.touchstone.jobs")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  @ArchTest
  static final ArchRule PACKAGES_ARE_FREE_OF_CYCLES =
      slices().matching("org.touchstone.(*)..").should().beFreeOfCycles();

  private static String[] in(String... packages) {
    return java.util.Arrays.stream(packages)
        .map(name -> "org.touchstone." + name + "..")
        .toArray(String[]::new);
  }
}
