package io.djong.apiserver.resources.dynamic;

import io.djong.apiserver.resources.KindList;

/// The kinds of the group `resource.k8s.io` that have rules of their own, in alphabetical order.
public final class DynamicResources {

    public static final KindList RULES =
            KindList.of("resource.k8s.io")
                    .kind("DeviceClass", new DeviceClassResource())
                    .kind("ResourceClaim", new ResourceClaimResource())
                    .kind("ResourceClaimTemplate", new ResourceClaimTemplateResource())
                    .kind("ResourceSlice", new ResourceSliceResource());

    private DynamicResources() {}
}
