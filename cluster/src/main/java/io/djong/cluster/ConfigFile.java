package io.djong.cluster;

import io.djong.cli.CliException;
import io.djong.meta.tree.Fields;
import io.djong.wire.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns `--config FILE` into the options that the file holds, before those of the command line, which win.
final class ConfigFile {

    private static final String OPTION = "--config";

    private ConfigFile() {}

    /// @throws ConfigException with every error of the file
    static String[] expand(String[] arguments) {
        String name = value(arguments);
        if (name == null) {
            return arguments;
        }
        List<String> expanded = new ArrayList<>(arguments.length + 8);
        expanded.add(arguments[0]);
        expanded.addAll(options(ClusterOptions.here(Path.of(name))));
        expanded.addAll(Arrays.asList(arguments).subList(1, arguments.length));
        return expanded.toArray(String[]::new);
    }

    private static @Nullable String value(String[] arguments) {
        for (int i = 1; i < arguments.length; i++) {
            if (arguments[i].startsWith(OPTION + "=")) {
                return arguments[i].substring(OPTION.length() + 1);
            }
            if (arguments[i].equals(OPTION) && i + 1 < arguments.length) {
                return arguments[i + 1];
            }
        }
        return null;
    }

    private static List<String> options(Path file) {
        Object document;
        try {
            document = Yaml.parse(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new CliException(
                    file + ": cannot be read: " + unreadable.getMessage(), unreadable);
        } catch (RuntimeException malformed) {
            throw new CliException(file + ": is no YAML: " + malformed.getMessage(), malformed);
        }
        if (document == null) {
            return List.of();
        }
        if (!(document instanceof Fields fields)) {
            throw new CliException(file + ": must hold keys and values, such as 'port: 6443'");
        }
        List<String> options = new ArrayList<>();
        for (Map.Entry<String, @Nullable Object> entry : fields.entrySet()) {
            addOption(options, entry.getKey(), entry.getValue());
        }
        return options;
    }

    private static void addOption(List<String> options, String key, @Nullable Object value) {
        switch (value) {
            case null -> {}
            case Boolean flag -> {
                if (flag) {
                    options.add("--" + key);
                }
            }
            case List<?> values ->
                    options.add(
                            "--"
                                    + key
                                    + "="
                                    + String.join(
                                            ",", values.stream().map(String::valueOf).toList()));
            default -> options.add("--" + key + "=" + value);
        }
    }
}
