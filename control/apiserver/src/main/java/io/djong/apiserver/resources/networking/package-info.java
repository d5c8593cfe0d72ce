/// The rules of the kinds of the group `networking.k8s.io`, one file a kind. Start at [NetworkingResources], the list of them. Stateless.
@NullMarked
package io.djong.apiserver.resources.networking;

import org.jspecify.annotations.NullMarked;
