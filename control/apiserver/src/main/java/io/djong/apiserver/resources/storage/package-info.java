/// The rules of the kinds of the group `storage.k8s.io`, one file a kind. Start at [StorageResources], the list of them. Stateless.
@NullMarked
package io.djong.apiserver.resources.storage;

import org.jspecify.annotations.NullMarked;
