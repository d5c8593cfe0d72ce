package io.djong.structure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import java.time.Instant;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/// Time, timers and chance are handed in: that is what lets a test own them.
class HandedInTest {

    private static final String TIME_OWNER = "io.djong.meta..";

    @Test
    void timeIsAlwaysHandedIn() {
        noClasses()
                .that()
                .resideOutsideOfPackages(TIME_OWNER, "io.djong.bench..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(ArrowsTest.CODE);
    }

    @Test
    void nobodySleepsOnTheirOwn() {
        noClasses()
                .that()
                .resideOutsideOfPackages(TIME_OWNER, "io.djong.bench..")
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", java.time.Duration.class)
                .check(ArrowsTest.CODE);
    }

    @Test
    void chanceIsAlwaysHandedIn() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.djong.cluster..")
                .should()
                .callConstructor(Random.class)
                .orShould()
                .callMethod(ThreadLocalRandom.class, "current")
                .orShould()
                .callMethod(Math.class, "random")
                .check(ArrowsTest.CODE);
    }
}
