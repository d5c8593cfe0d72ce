package io.djong.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PauseProgramTest {

    @TempDir Path directory;

    @Test
    void waitsAndGoesWhenTold() throws Exception {
        Path program = directory.resolve("pause");
        Files.write(program, PauseProgram.executable(Architecture.ofThisMachine()));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Process pause = new ProcessBuilder(program.toString()).start();
        await().until(() -> stat(pause).contains("(pause) S"));

        pause.destroy();

        assertThat(pause.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(pause.exitValue()).isZero();
    }

    @Test
    void goesOnAfterAChildEnded() throws Exception {
        Path program = directory.resolve("pause");
        Files.write(program, PauseProgram.executable(Architecture.ofThisMachine()));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Process pause = new ProcessBuilder(program.toString()).start();
        await().until(() -> stat(pause).contains("(pause) S"));

        assertThat(
                        new ProcessBuilder("kill", "-CHLD", String.valueOf(pause.pid()))
                                .start()
                                .waitFor())
                .isZero();
        pause.destroy();

        assertThat(pause.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(pause.exitValue()).isZero();
    }

    @Test
    void isAnExecutableOfTheRightMachine() {
        assertThat(PauseProgram.executable(Architecture.AMD64))
                .startsWith(0x7f, 'E', 'L', 'F')
                .hasSize(176 + 79);
        assertThat(PauseProgram.executable(Architecture.ARM64))
                .startsWith(0x7f, 'E', 'L', 'F')
                .hasSize(176 + 31 * 4);
    }

    private static String stat(Process process) throws Exception {
        return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
    }
}
