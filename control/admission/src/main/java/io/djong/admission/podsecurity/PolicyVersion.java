package io.djong.admission.podsecurity;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The release whose rules apply, `v1.x`.
///
/// @param minor [#LATEST_MINOR] for `latest`
public record PolicyVersion(int minor) {

    private static final int LATEST_MINOR = Integer.MAX_VALUE;
    private static final Pattern TEXT = Pattern.compile("v1\\.(0|[1-9][0-9]{0,8})");

    public static final PolicyVersion LATEST = new PolicyVersion(LATEST_MINOR);

    static Optional<PolicyVersion> parse(String text) {
        if (text.equals("latest")) {
            return Optional.of(LATEST);
        }
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new PolicyVersion(Integer.parseInt(matcher.group(1))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return minor == LATEST_MINOR ? "latest" : "v1." + minor;
    }
}
