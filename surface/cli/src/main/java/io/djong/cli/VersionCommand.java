package io.djong.cli;

import picocli.CommandLine.Command;

/// `djong version`.
@Command(
        name = "version",
        description = "shows the version of djong, of the API it serves and of the JVM")
final class VersionCommand implements Runnable {

    @Override
    public void run() {
        System.out.println("djong " + Version.GIT_VERSION);
        System.out.println("kubernetes v" + Version.KUBERNETES);
        System.out.println("java " + Runtime.version());
    }
}
