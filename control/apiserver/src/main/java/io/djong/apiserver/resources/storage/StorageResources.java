package io.djong.apiserver.resources.storage;

import io.djong.apiserver.resources.KindList;

/// The kinds of the group `storage.k8s.io` that have rules of their own, in alphabetical order.
public final class StorageResources {

    public static final KindList RULES =
            KindList.of("storage.k8s.io")
                    .kind("CSIDriver", new CsiDriverResource())
                    .kind("CSINode", new CsiNodeResource())
                    .kind("CSIStorageCapacity", new CsiStorageCapacityResource())
                    .kind("StorageClass", new StorageClassResource())
                    .kind("VolumeAttachment", new VolumeAttachmentResource())
                    .kind("VolumeAttributesClass", new VolumeAttributesClassResource());

    private StorageResources() {}
}
