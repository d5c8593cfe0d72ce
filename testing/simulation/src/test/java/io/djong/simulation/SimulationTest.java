package io.djong.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.meta.Log;
import io.djong.simulation.Simulation.Verdict;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulationTest {

    /// About half a minute; `./build torture` runs as many as one likes.
    private static final int SEEDS = 1_500;

    private static final int SEEDS_FOR_A_DEFECT = 100;

    @BeforeAll
    static void hushTheEngine() {
        Log.to(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    }

    @AfterAll
    static void letTheEngineSpeak() {
        Log.to(System.err);
    }

    @Test
    void everyPromiseIsKeptWhateverGoesWrong() throws InterruptedException {
        Set<String> struck = new TreeSet<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            Verdict verdict = Simulation.run(seed, Sabotage.NONE);

            assertThat(verdict.violations())
                    .as("run it again: ./build torture --seed %d%n%s", seed, verdict.story())
                    .isEmpty();
            struck.addAll(verdict.struck());
        }

        Set<String> places =
                struck.stream()
                        .map(fault -> fault.substring(fault.indexOf(' ') + 1))
                        .collect(Collectors.toSet());
        List<String> spared = new ArrayList<>(Fault.PLACES);
        spared.removeAll(places);
        // The engine never cuts a snapshot.
        assertThat(spared)
                .containsExactlyInAnyOrder("before snapshot truncate", "after snapshot truncate");
    }

    @Test
    void aSeedIsARun() throws InterruptedException {
        for (long seed = 1; seed <= 20; seed++) {
            Verdict first = Simulation.run(seed, Sabotage.NONE);
            Verdict second = Simulation.run(seed, Sabotage.NONE);

            assertThat(second).isEqualTo(first);
        }
    }

    @ParameterizedTest
    @EnumSource
    void findsEachPlantedBug(Defect defect) throws InterruptedException {
        int seed = 1;
        List<String> found = List.of();
        while (found.isEmpty() && seed <= SEEDS_FOR_A_DEFECT) {
            found = Simulation.run(seed++, defect).violations();
        }

        assertThat(found).as(defect.name()).isNotEmpty();
        System.out.printf("%s: seed %d: %.160s%n", defect, seed - 1, found.getFirst());
    }
}
