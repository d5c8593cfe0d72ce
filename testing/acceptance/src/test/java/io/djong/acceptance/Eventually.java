package io.djong.acceptance;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.Assertions;

/// Waits until a command says what it should.
final class Eventually {

    private Eventually() {}

    /// Repeats `command` until `check` passes on its output.
    static void output(
            Duration limit,
            java.util.function.Supplier<Shell.Result> command,
            java.util.function.Consumer<AbstractStringAssert<?>> check) {
        await().atMost(limit)
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(() -> check.accept(Assertions.assertThat(command.get().output())));
    }
}
