package io.djong.cluster;

import io.djong.cli.Cli;
import io.djong.cli.CliException;
import java.util.List;

/// The program: reads a command line, runs it, and ends with its exit code.
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) {
        String[] expanded;
        try {
            expanded = ConfigFile.expand(arguments);
        } catch (ConfigException wrong) {
            wrong.errors().forEach(error -> System.err.println("djong: " + error));
            return 2;
        } catch (CliException failure) {
            System.err.println("djong: " + failure.getMessage());
            return 1;
        }
        List<Object> lifecycle =
                List.of(
                        new UpCommand(),
                        new ServerCommand(),
                        new DownCommand(),
                        new BackupCommand(),
                        new RestoreCommand(),
                        new StoreCommand(),
                        new ImagesCommand(),
                        new TrainCommand());
        return Cli.run(lifecycle, expanded);
    }
}
