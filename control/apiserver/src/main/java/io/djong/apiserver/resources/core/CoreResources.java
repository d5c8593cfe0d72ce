package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.KindList;

/// The kinds of the core group that have rules of their own, in alphabetical order.
public final class CoreResources {

    public static final KindList RULES =
            KindList.of("")
                    .kind("ConfigMap", new ConfigMapResource())
                    .kind("Event", new EventResource())
                    .kind("Namespace", new NamespaceResource())
                    .kind("Pod", new PodResource())
                    .kind("Secret", new SecretResource())
                    .kind("Service", new ServiceResource())
                    .kind("ServiceAccount", new ServiceAccountResource());

    private CoreResources() {}
}
