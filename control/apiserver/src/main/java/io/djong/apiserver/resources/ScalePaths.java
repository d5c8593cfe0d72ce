package io.djong.apiserver.resources;

import java.util.List;

/// Where the replicas of a kind are, for the subresource `scale`.
///
/// @param selector the label selector: of the type LabelSelector, or a map of labels when `selectorIsMap`
public record ScalePaths(
        List<String> specReplicas,
        List<String> statusReplicas,
        List<String> selector,
        boolean selectorIsMap) {

    /// `spec.replicas`, `status.replicas`, `spec.selector`.
    public static final ScalePaths USUAL =
            new ScalePaths(
                    List.of("spec", "replicas"),
                    List.of("status", "replicas"),
                    List.of("spec", "selector"),
                    false);
}
