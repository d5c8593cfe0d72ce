package io.djong.proxy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Runs `nft` with scripts. Where it runs (which network namespace) is said by the words before it.
public final class Nft {

    /// nft refused a script, or could not be run; the kernel's tables are as they were.
    public static final class NftException extends RuntimeException {

        private static final long serialVersionUID = 1;

        NftException(String message) {
            super(message);
        }

        NftException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private final List<String> command;

    /// @param command `nft`, or for example `nsenter --net=/run/netns/n nft`
    public Nft(List<String> command) {
        this.command = List.copyOf(command);
    }

    public static Nft ofThisMachine() {
        return new Nft(List.of("nft"));
    }

    /// Applies a script as one transaction.
    public void apply(String script) {
        run(List.of("-f", "-"), script);
    }

    public String list(String table) {
        return run(List.of("list", "table", "ip", table), "");
    }

    /// Removes a table; none of that name is no error.
    public void deleteTable(String table) {
        apply("add table ip " + table + "\ndelete table ip " + table + "\n");
    }

    private String run(List<String> arguments, String input) {
        List<String> words = new java.util.ArrayList<>(command);
        words.addAll(arguments);
        try {
            Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new NftException(String.join(" ", words) + ": " + said.strip());
            }
            return said;
        } catch (IOException failure) {
            throw new NftException("run " + String.join(" ", words), failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new NftException("interrupted while running " + String.join(" ", words), stopped);
        }
    }
}
