package io.djong.apiserver.resources.core;

import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The signals that stop a container.
final class StopSignals {

    private static final List<String> WINDOWS = List.of("SIGKILL", "SIGTERM");
    private static final List<String> LINUX = linux();

    private StopSignals() {}

    private static List<String> linux() {
        TreeSet<String> signals =
                new TreeSet<>(
                        List.of(
                                "SIGABRT",
                                "SIGALRM",
                                "SIGBUS",
                                "SIGCHLD",
                                "SIGCLD",
                                "SIGCONT",
                                "SIGFPE",
                                "SIGHUP",
                                "SIGILL",
                                "SIGINT",
                                "SIGIO",
                                "SIGIOT",
                                "SIGKILL",
                                "SIGPIPE",
                                "SIGPOLL",
                                "SIGPROF",
                                "SIGPWR",
                                "SIGQUIT",
                                "SIGSEGV",
                                "SIGSTKFLT",
                                "SIGSTOP",
                                "SIGSYS",
                                "SIGTERM",
                                "SIGTRAP",
                                "SIGTSTP",
                                "SIGTTIN",
                                "SIGTTOU",
                                "SIGURG",
                                "SIGUSR1",
                                "SIGUSR2",
                                "SIGVTALRM",
                                "SIGWINCH",
                                "SIGXCPU",
                                "SIGXFSZ",
                                "SIGRTMIN",
                                "SIGRTMAX"));
        for (int i = 1; i <= 15; i++) {
            signals.add("SIGRTMIN+" + i);
        }
        for (int i = 1; i <= 14; i++) {
            signals.add("SIGRTMAX-" + i);
        }
        return List.copyOf(signals);
    }

    static void validate(String signal, @Nullable Fields os, FieldPath path, FieldErrors errors) {
        if (os == null) {
            errors.forbidden(path, "may not be set for containers with empty `spec.os.name`");
        } else if (os.string("name").equals("windows")) {
            Checks.supported(signal, WINDOWS, path, errors);
        } else if (os.string("name").equals("linux")) {
            Checks.supported(signal, LINUX, path, errors);
        }
    }
}
