package io.djong.cli;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// The `djong` command: all sub-commands in the order in which help shows them.
@Command(
        name = "djong",
        description = "Kubernetes on the JVM: a cluster in one process.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  djong up                         starts a cluster and waits until it is ready",
            "  djong kubectl get nodes          runs kubectl against it",
            "  djong up --no-node --port 7443   the control plane alone, without root",
            "  djong down                       stops it; containers go on until the next start",
            "  djong down --delete              removes everything of it"
        })
public final class Cli {

    private Cli() {}

    /// Runs a command line and returns its exit code: 0, 1 when it failed, 2 when it was misused.
    ///
    /// @param lifecycle the commands that start and end a cluster
    public static int run(List<Object> lifecycle, String... arguments) {
        CommandLine line = new CommandLine(CommandSpec.forAnnotatedObject(new Cli()));
        lifecycle.forEach(line::addSubcommand);
        line.addSubcommand(new StatusCommand());
        line.addSubcommand(new LogsCommand());
        line.addSubcommand(new VersionCommand());
        line.addSubcommand(new CompletionCommand());
        addHelp(line);
        // What the command line says wins over what a config file said before it.
        line.setOverwrittenOptionsAllowed(true);
        line.setParameterExceptionHandler(Cli::misused);
        line.setExecutionExceptionHandler((failure, _, _) -> failed(failure));
        if (arguments.length == 0) {
            line.usage(System.out);
            return 0;
        }
        return line.execute(arguments);
    }

    private static void addHelp(CommandLine line) {
        line.getCommandSpec().mixinStandardHelpOptions(true);
        line.getCommandSpec().version("djong " + Version.GIT_VERSION);
        for (CommandLine command : line.getSubcommands().values()) {
            addHelp(command);
        }
    }

    private static int misused(ParameterException misuse, String[] arguments) {
        System.err.println("djong: " + lowerFirst(String.valueOf(misuse.getMessage())));
        System.err.println(
                "'djong " + path(misuse.getCommandLine()) + "--help' shows what is possible");
        return 2;
    }

    private static String path(CommandLine command) {
        return command.getParent() == null ? "" : command.getCommandName() + " ";
    }

    private static String lowerFirst(String message) {
        return message.isEmpty()
                ? message
                : message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }

    private static int failed(Exception failure) {
        System.err.println(
                "djong: " + (failure instanceof CliException ? failure.getMessage() : failure));
        return 1;
    }
}
