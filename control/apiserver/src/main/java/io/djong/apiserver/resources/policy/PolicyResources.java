package io.djong.apiserver.resources.policy;

import io.djong.apiserver.resources.KindList;

/// The kinds of the group `policy` that have rules of their own, in alphabetical order.
public final class PolicyResources {

    public static final KindList RULES =
            KindList.of("policy").kind("PodDisruptionBudget", new PodDisruptionBudgetResource());

    private PolicyResources() {}
}
