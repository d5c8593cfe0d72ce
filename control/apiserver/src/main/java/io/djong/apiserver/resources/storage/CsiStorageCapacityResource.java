package io.djong.apiserver.resources.storage;

import io.djong.apiserver.resources.KindRules;

/// @spec https://kubernetes.io/docs/concepts/storage/storage-capacity/ Storage Capacity
final class CsiStorageCapacityResource implements KindRules {}
