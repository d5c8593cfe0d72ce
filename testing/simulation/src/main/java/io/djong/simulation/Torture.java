package io.djong.simulation;

import io.djong.meta.Clock;
import io.djong.meta.Log;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Runs one seed after the other for some minutes, or one seed alone: `Torture --minutes N [--seed S]`.
public final class Torture {

    private static final int SHOWN_MAX = 10;

    private Torture() {}

    public static void main(String[] arguments) throws InterruptedException {
        Long minutes = option(arguments, "--minutes");
        Long seed = option(arguments, "--seed");
        if ((minutes == null && seed == null)
                || arguments.length != (minutes == null ? 0 : 2) + (seed == null ? 0 : 2)) {
            System.err.println("usage: ./build torture --minutes N [--seed S] | --seed S");
            System.exit(2);
        }
        // What the engine says about its planned misfortunes is no news.
        Log.to(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        if (minutes == null && seed != null) {
            System.exit(report(Simulation.run(seed, Sabotage.NONE)) ? 0 : 1);
        }
        long first =
                seed != null ? seed : RandomGenerator.of("L64X128MixRandom").nextLong(1L << 40);
        System.exit(runMany(first, Duration.ofMinutes(minutes == null ? 1 : minutes)) ? 0 : 1);
    }

    private static boolean runMany(long first, Duration length) throws InterruptedException {
        Clock clock = Clock.system();
        long end = clock.nanos() + length.toNanos();
        long calls = 0;
        long seed = first;
        while (clock.nanos() < end) {
            Simulation.Verdict verdict = Simulation.run(seed++, Sabotage.NONE);
            calls += verdict.calls();
            if (!verdict.violations().isEmpty()) {
                report(verdict);
                return false;
            }
        }
        System.out.printf(
                "%,d seeds from %d on, %,d calls: every promise was kept%n",
                seed - first, first, calls);
        return true;
    }

    private static boolean report(Simulation.Verdict verdict) {
        List<String> violations = verdict.violations();
        System.out.printf(
                "seed %d: %d calls, fingerprint %08x, %s%n",
                verdict.seed(),
                verdict.calls(),
                verdict.fingerprint(),
                violations.isEmpty()
                        ? "every promise was kept"
                        : violations.size() + " violations");
        verdict.story().forEach(line -> System.out.println("  " + line));
        violations.stream().limit(SHOWN_MAX).forEach(line -> System.out.println("  " + line));
        if (!violations.isEmpty()) {
            System.out.println("run it again: ./build torture --seed " + verdict.seed());
        }
        return violations.isEmpty();
    }

    private static @Nullable Long option(String[] arguments, String name) {
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            if (arguments[i].equals(name)) {
                try {
                    return Long.parseLong(arguments[i + 1]);
                } catch (NumberFormatException _) {
                    return null;
                }
            }
        }
        return null;
    }
}
