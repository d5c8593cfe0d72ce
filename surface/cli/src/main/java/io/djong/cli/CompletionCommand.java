package io.djong.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `djong completion`.
@Command(
        name = "completion",
        description = "writes a completion script for bash and zsh",
        footer = {"", "Example:", "  source <(./djong completion)"})
final class CompletionCommand implements Runnable {

    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        CommandLine root = Objects.requireNonNull(spec).root().commandLine();
        System.out.println(AutoComplete.bash("djong", root));
    }
}
