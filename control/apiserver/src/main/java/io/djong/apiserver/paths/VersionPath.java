package io.djong.apiserver.paths;

import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import io.djong.http.Headers;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.Reason;
import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `/version`.
public final class VersionPath {

    /// The commit is a fact of upstream's builds; ours have none that a client could look up.
    private static final String NO_COMMIT = "0000000000000000000000000000000000000000";

    private static final Pattern NUMBERS = Pattern.compile("v(\\d+)\\.(\\d+).*");

    private final byte[] body;

    public VersionPath(String gitVersion, String buildDate) {
        Matcher numbers = NUMBERS.matcher(gitVersion);
        if (!numbers.matches()) {
            throw new IllegalArgumentException("git version is not like v1.36.0: " + gitVersion);
        }
        String major = numbers.group(1);
        String minor = numbers.group(2);
        Fields version =
                Fields.builder()
                        .add("major", major)
                        .add("minor", minor)
                        .add("emulationMajor", major)
                        .add("emulationMinor", minor)
                        .add("minCompatibilityMajor", major)
                        .add("minCompatibilityMinor", Integer.toString(Integer.parseInt(minor) - 1))
                        .add("gitVersion", gitVersion)
                        .add("gitCommit", NO_COMMIT)
                        .add("gitTreeState", "clean")
                        .add("buildDate", buildDate)
                        .add("goVersion", "java" + Runtime.version().feature())
                        .add("compiler", "javac")
                        .add("platform", "linux/" + architecture())
                        .build();
        body = Json.writePretty(version, "  ");
    }

    private static String architecture() {
        return switch (System.getProperty("os.arch", "")) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            case String other -> other;
        };
    }

    public Reply serve(Call call) {
        if (!call.method().equals("GET")) {
            throw new ApiException(
                    Failure.about(
                            Reason.METHOD_NOT_ALLOWED,
                            "",
                            "",
                            "",
                            "the server does not allow this method on the requested resource"));
        }
        return new Reply.Raw(200, "application/json", body, Headers.of());
    }
}
