package io.djong.admission;

import io.djong.meta.tree.Fields;
import io.djong.wire.DecodeException;
import io.djong.wire.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The file of `--admission-control-config-file`: what plug-ins are told, in it or in files of their own.
///
/// @spec https://kubernetes.io/docs/reference/config-api/apiserver-config.v1/#apiserver-config-k8s-io-v1-AdmissionConfiguration AdmissionConfiguration
public final class AdmissionConfiguration {

    private static final String GROUP = "apiserver.config.k8s.io/";
    private static final String OLD_GROUP = "apiserver.k8s.io/";

    private AdmissionConfiguration() {}

    /// By the plug-in's name.
    ///
    /// @throws IllegalArgumentException saying what is wrong with which file
    public static Map<String, Fields> read(Path file) {
        Fields document = document(file);
        String version = document.string("apiVersion");
        if (!document.string("kind").equals("AdmissionConfiguration")
                || !(version.startsWith(GROUP) || version.startsWith(OLD_GROUP))) {
            throw new IllegalArgumentException(
                    file + ": must be an AdmissionConfiguration of apiserver.config.k8s.io/v1");
        }
        Map<String, Fields> configurations = new HashMap<>();
        for (Fields plugin : PodTrees.objects(document, "plugins")) {
            String name = plugin.string("name");
            if (!AdmissionChain.ORDER.contains(name)) {
                throw new IllegalArgumentException(
                        file + ": plugins: '" + name + "': no such admission plug-in");
            }
            configurations.put(name, configuration(file, plugin));
        }
        return Map.copyOf(configurations);
    }

    private static Fields configuration(Path file, Fields plugin) {
        Fields inline = plugin.fields("configuration");
        String path = plugin.string("path");
        return !inline.isEmpty() || path.isEmpty() ? inline : document(file.resolveSibling(path));
    }

    private static Fields document(Path file) {
        try {
            if (Yaml.parse(Files.readAllBytes(file)) instanceof Fields fields) {
                return fields;
            }
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    file + ": cannot be read: " + unreadable.getMessage(), unreadable);
        } catch (DecodeException malformed) {
            throw new IllegalArgumentException(
                    file + ": is no YAML: " + malformed.getMessage(), malformed);
        }
        throw new IllegalArgumentException(file + ": must hold an object");
    }
}
