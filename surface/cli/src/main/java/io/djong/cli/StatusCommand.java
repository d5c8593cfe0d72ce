package io.djong.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `djong status`: what the server last wrote of each part's health.
@Command(
        name = "status",
        description = "tells each part's health; exit code 1 when one is not well",
        footer = {"", "Example:", "  djong status"})
final class StatusCommand implements Callable<Integer> {

    @Mixin private DataDirectory data = new DataDirectory();

    @Override
    public Integer call() throws IOException {
        ProcessHandle server = data.runningServer();
        Path health = data.path().resolve("health");
        System.out.printf("%-20s %-9s %s%n", "PART", "HEALTH", "DETAIL");
        System.out.printf("%-20s %-9s pid %d, %s%n", "server", "ok", server.pid(), data.path());
        boolean well = true;
        for (String line : Files.exists(health) ? Files.readAllLines(health) : List.<String>of()) {
            String[] part = line.split("\t", 3);
            well &= part.length > 1 && part[1].equals("ok");
            System.out.printf(
                    "%-20s %-9s %s%n", (Object[]) new String[] {part[0], at(part, 1), at(part, 2)});
        }
        return well ? 0 : 1;
    }

    private static String at(String[] parts, int position) {
        return position < parts.length ? parts[position] : "";
    }
}
