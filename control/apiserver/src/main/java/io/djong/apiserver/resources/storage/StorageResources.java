package io.djong.apiserver.resources.storage;

import io.djong.apiserver.resources.KindList;

/// The kinds of the group `storage.k8s.io` that have rules of their own, in alphabetical order.
public final class StorageResources {

    public static final KindList RULES =
            KindList.of("storage.k8s.io");

    private StorageResources() {}
}
