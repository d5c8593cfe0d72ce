package io.djong.structure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Which way arrows point, as ARCHITECTURE.md draws them.
class ArrowsTest {

    static final JavaClasses CODE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.djong");

    /// Each module and the modules of ours that it may know.
    private static final Map<String, List<String>> KNOWS =
            Map.ofEntries(
                    Map.entry("meta", List.of()),
                    Map.entry("schema", List.of("meta")),
                    Map.entry("descriptions", List.of("meta", "schema")),
                    Map.entry("api", List.of("meta", "schema")),
                    Map.entry("cel", List.of("meta", "schema")),
                    Map.entry("wire", List.of("meta", "schema")),
                    Map.entry("store", List.of("meta")),
                    Map.entry("etcd", List.of("meta", "store")),
                    Map.entry("http", List.of("meta")),
                    Map.entry("client", List.of("meta", "schema", "api", "wire", "http")),
                    Map.entry(
                            "auth",
                            List.of("meta", "schema", "api", "cel", "wire", "http", "client")),
                    Map.entry(
                            "admission",
                            List.of(
                                    "meta", "schema", "api", "cel", "wire", "http", "client",
                                    "auth")),
                    Map.entry(
                            "apiserver",
                            List.of(
                                    "meta",
                                    "schema",
                                    "cel",
                                    "descriptions",
                                    "api",
                                    "wire",
                                    "store",
                                    "http",
                                    "client",
                                    "auth",
                                    "admission")),
                    Map.entry("controllers", List.of("meta", "schema", "api", "wire", "client")),
                    Map.entry("scheduler", List.of("meta", "schema", "api", "wire", "client")),
                    Map.entry("runtime", List.of("meta")),
                    Map.entry("volumes", List.of("meta", "schema", "api", "wire", "client")),
                    Map.entry(
                            "kubelet",
                            List.of(
                                    "meta", "schema", "api", "wire", "http", "client", "runtime",
                                    "volumes")),
                    Map.entry("podnet", List.of("meta", "schema", "api", "client")),
                    Map.entry("proxy", List.of("meta", "schema", "api", "client")),
                    Map.entry("dns", List.of("meta", "schema", "api", "client")),
                    Map.entry("simulation", List.of("meta", "store")),
                    Map.entry("cli", List.of("meta", "wire", "http", "client")));

    @TestFactory
    List<DynamicTest> modulesKnowOnlyWhatIsBelowThem() {
        return KNOWS.keySet().stream()
                .sorted()
                .map(module -> DynamicTest.dynamicTest(module, () -> checkArrows(module)))
                .toList();
    }

    private static void checkArrows(String module) {
        String[] forbidden =
                KNOWS.keySet().stream()
                        .filter(other ->
                                !other.equals(module) && !KNOWS.get(module).contains(other))
                        .map(other -> "io.djong." + other + "..")
                        .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage("io.djong." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .check(CODE);
    }

    @Test
    void nobodyButTestsKnowsTheWholeCluster() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.djong.cluster..",
                        "io.djong.junit..",
                        "io.djong.bench..",
                        "io.djong.simulation..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.djong.cluster..")
                .check(CODE);
    }

    @Test
    void modulesHaveNoCycles() {
        slices().matching("io.djong.(*)..").should().beFreeOfCycles().check(CODE);
    }
}
