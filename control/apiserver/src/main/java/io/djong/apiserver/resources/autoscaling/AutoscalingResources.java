package io.djong.apiserver.resources.autoscaling;

import io.djong.apiserver.resources.KindList;

/// The kinds of the group `autoscaling` that have rules of their own, in alphabetical order.
public final class AutoscalingResources {

    public static final KindList RULES =
            KindList.of("autoscaling")
                    .kind("HorizontalPodAutoscaler", new HorizontalPodAutoscalerResource());

    private AutoscalingResources() {}
}
