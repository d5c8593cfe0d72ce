package io.djong.apiserver.resources.apiregistration;

import io.djong.apiserver.resources.KindList;

/// The kinds of the group `apiregistration.k8s.io` that have rules of their own, in alphabetical order.
public final class ApiregistrationResources {

    public static final KindList RULES =
            KindList.of("apiregistration.k8s.io").kind("APIService", new ApiServiceResource());

    private ApiregistrationResources() {}
}
