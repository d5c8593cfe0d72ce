package io.djong.apiserver.resources.apiextensions;

import io.djong.apiserver.resources.KindList;

/// The kinds of the group `apiextensions.k8s.io` that have rules of their own, in alphabetical order.
public final class ApiextensionsResources {

    public static final KindList RULES =
            KindList.of("apiextensions.k8s.io")
                    .kind("CustomResourceDefinition", new CustomResourceDefinitionResource());

    private ApiextensionsResources() {}
}
