package io.djong.apiserver.resources.dynamic;

import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.DriverNames;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import java.util.regex.Pattern;

/// The names in device claims and slices. Texts as in Kubernetes 1.36.
final class DeviceNames {

    private static final int POOL_MAX = 253;
    private static final int IDENTIFIER_MAX = 32;
    private static final String IDENTIFIER = "[A-Za-z_][A-Za-z0-9_]*";
    private static final Pattern IDENTIFIER_PATTERN = Pattern.compile(IDENTIFIER);

    /// A domain, a slash, an identifier: longer keys are shortened in paths.
    private static final int KEY_MAX = 63 + 1 + IDENTIFIER_MAX;

    private DeviceNames() {}

    static void pool(String name, FieldPath path, FieldErrors errors) {
        if (name.isEmpty()) {
            errors.required(path, "");
            return;
        }
        if (name.length() > POOL_MAX) {
            errors.tooLong(path, POOL_MAX);
        }
        for (String part : name.split("/", -1)) {
            Checks.subdomain(part, path, errors);
        }
    }

    /// Of an attribute or a capacity: an identifier, perhaps with the domain of who defines it.
    static void qualified(String name, FieldPath path, FieldErrors errors) {
        int slash = name.indexOf('/');
        if (slash < 0) {
            identifier(name, path, errors);
            return;
        }
        if (name.indexOf('/', slash + 1) >= 0) {
            // Upstream 1.36 takes these as they are.
            return;
        }
        if (slash == 0) {
            errors.invalid(path, "", "the domain must not be empty");
        } else {
            DriverNames.validate(name.substring(0, slash), path, errors);
        }
        if (slash == name.length() - 1) {
            errors.invalid(path, "", "the name must not be empty");
        } else {
            identifier(name.substring(slash + 1), path, errors);
        }
    }

    static void fullyQualified(String name, FieldPath path, FieldErrors errors) {
        qualified(name, path, errors);
        if (!name.contains("/")) {
            errors.invalid(
                    path,
                    name,
                    "a fully qualified name must be a domain and a name separated by a slash");
        }
    }

    private static void identifier(String name, FieldPath path, FieldErrors errors) {
        if (name.length() > IDENTIFIER_MAX) {
            errors.tooLong(path, IDENTIFIER_MAX);
        }
        if (!IDENTIFIER_PATTERN.matcher(name).matches()) {
            errors.invalid(
                    path,
                    name,
                    Names.regex(
                            "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_'",
                            IDENTIFIER,
                            "my_name",
                            "MY_NAME",
                            "MyName"));
        }
    }

    /// The entry of a map; a long key is cut in the middle.
    static FieldPath entry(FieldPath map, String key) {
        if (key.length() <= KEY_MAX) {
            return map.key(key);
        }
        int remaining = KEY_MAX - "...".length();
        return map.key(
                key.substring(0, (remaining + 1) / 2)
                        + "..."
                        + key.substring(key.length() - remaining / 2));
    }
}
