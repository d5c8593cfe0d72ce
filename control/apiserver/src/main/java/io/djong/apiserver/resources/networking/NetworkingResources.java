package io.djong.apiserver.resources.networking;

import io.djong.apiserver.resources.KindList;

/// The kinds of the group `networking.k8s.io` that have rules of their own, in alphabetical order.
public final class NetworkingResources {

    public static final KindList RULES =
            KindList.of("networking.k8s.io")
                    .kind("IPAddress", new IpAddressResource())
                    .kind("Ingress", new IngressResource())
                    .kind("IngressClass", new IngressClassResource())
                    .kind("NetworkPolicy", new NetworkPolicyResource())
                    .kind("ServiceCIDR", new ServiceCidrResource());

    private NetworkingResources() {}
}
