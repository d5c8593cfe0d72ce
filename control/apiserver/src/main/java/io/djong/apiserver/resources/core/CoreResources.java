package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.KindList;

/// The kinds of the core group that have rules of their own, in alphabetical order.
public final class CoreResources {

    public static final KindList RULES =
            KindList.of("")
                    .kind("ConfigMap", new ConfigMapResource())
                    .kind("Endpoints", new EndpointsResource())
                    .kind("Event", new EventResource())
                    .kind("LimitRange", new LimitRangeResource())
                    .kind("Namespace", new NamespaceResource())
                    .kind("Node", new NodeResource())
                    .kind("PersistentVolume", new PersistentVolumeResource())
                    .kind("PersistentVolumeClaim", new PersistentVolumeClaimResource())
                    .kind("Pod", new PodResource())
                    .kind("PodTemplate", new PodTemplateResource())
                    .kind("ReplicationController", new ReplicationControllerResource())
                    .kind("ResourceQuota", new ResourceQuotaResource())
                    .kind("Secret", new SecretResource())
                    .kind("Service", new ServiceResource())
                    .kind("ServiceAccount", new ServiceAccountResource());

    private CoreResources() {}
}
