package io.djong.admission;

import io.djong.meta.tree.Fields;
import java.util.Map;
import java.util.Set;

/// Which plug-ins run beside or instead of the usual ones, and what they are told.
///
/// @param enabled as in `--enable-admission-plugins`, beside those that are on by default
/// @param disabled as in `--disable-admission-plugins`
/// @param configurations by the plug-in's name, as in the `AdmissionConfiguration` of `--admission-control-config-file`
public record AdmissionSettings(
        Set<String> enabled, Set<String> disabled, Map<String, Fields> configurations) {

    public static final AdmissionSettings DEFAULTS =
            new AdmissionSettings(Set.of(), Set.of(), Map.of());

    public AdmissionSettings {
        enabled = Set.copyOf(enabled);
        disabled = Set.copyOf(disabled);
        configurations = Map.copyOf(configurations);
    }

    /// What that plug-in is told; empty when it is told nothing.
    public Fields configuration(String plugin) {
        return configurations.getOrDefault(plugin, Fields.EMPTY);
    }
}
