package io.djong.apiserver.resources.core;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.PodSpec;
import io.djong.api.core.v1.ResourceRequirements;
import io.djong.meta.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The quality of service that a pod's requests and limits earn it.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/ Pod Quality of Service Classes
final class PodQos {

    private static final List<String> COUNTED = List.of("cpu", "memory");

    private PodQos() {}

    /// `Guaranteed`, `Burstable` or `BestEffort`.
    static String of(PodSpec spec) {
        ResourceRequirements ofPod = spec.resources();
        if (ofPod != null && (asks(ofPod.requests()) || asks(ofPod.limits()))) {
            return isGuaranteed(ofPod) ? "Guaranteed" : "Burstable";
        }
        List<Container> containers = new ArrayList<>(spec.containers());
        containers.addAll(spec.initContainers());
        boolean asks = false;
        boolean guaranteed = true;
        for (Container container : containers) {
            ResourceRequirements resources = container.resources();
            asks |= asks(resources.requests()) || asks(resources.limits());
            guaranteed &= isGuaranteed(resources);
        }
        if (!asks) {
            return "BestEffort";
        }
        return guaranteed ? "Guaranteed" : "Burstable";
    }

    private static boolean asks(Map<String, Quantity> amounts) {
        for (String resource : COUNTED) {
            Quantity amount = amounts.get(resource);
            if (amount != null && amount.signum() > 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean isGuaranteed(ResourceRequirements resources) {
        for (String resource : COUNTED) {
            Quantity limit = resources.limits().get(resource);
            Quantity request = resources.requests().get(resource);
            if (limit == null
                    || limit.signum() <= 0
                    || (request != null && !request.equals(limit))) {
                return false;
            }
        }
        return true;
    }
}
