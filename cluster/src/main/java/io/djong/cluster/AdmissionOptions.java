package io.djong.cluster;

import io.djong.admission.AdmissionChain;
import io.djong.admission.AdmissionConfiguration;
import io.djong.admission.AdmissionSettings;
import io.djong.meta.tree.Fields;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which admission plug-ins run: the options of kube-apiserver, by the same names.
///
/// @spec https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/ kube-apiserver
final class AdmissionOptions {

    private static final String ENABLE = "--enable-admission-plugins";
    private static final String DISABLE = "--disable-admission-plugins";
    private static final String FILE = "--admission-control-config-file";

    @Option(
            names = ENABLE,
            paramLabel = "NAME",
            split = ",",
            description = "admission plug-ins that run beside the usual ones")
    List<String> enabled = new ArrayList<>();

    @Option(
            names = DISABLE,
            paramLabel = "NAME",
            split = ",",
            description = "admission plug-ins that do not run")
    List<String> disabled = new ArrayList<>();

    @Option(
            names = FILE,
            paramLabel = "FILE",
            description = "an AdmissionConfiguration: what admission plug-ins are told")
    @Nullable Path file;

    /// @param errors gets what is wrong
    AdmissionSettings toSettings(List<String> errors) {
        Set<String> both = new HashSet<>(enabled);
        both.retainAll(disabled);
        if (!both.isEmpty()) {
            errors.add(DISABLE + ": also enabled: " + String.join(", ", both));
        }
        check(ENABLE, enabled, errors);
        check(DISABLE, disabled, errors);
        return new AdmissionSettings(Set.copyOf(enabled), Set.copyOf(disabled), read(errors));
    }

    private static void check(String option, List<String> names, List<String> errors) {
        for (String name : names) {
            if (!AdmissionChain.ORDER.contains(name)) {
                errors.add(option + ": '" + name + "': no such admission plug-in");
            }
        }
    }

    private Map<String, Fields> read(List<String> errors) {
        if (file == null) {
            return Map.of();
        }
        try {
            return AdmissionConfiguration.read(ClusterOptions.here(file));
        } catch (IllegalArgumentException wrong) {
            errors.add(FILE + ": " + wrong.getMessage());
            return Map.of();
        }
    }
}
