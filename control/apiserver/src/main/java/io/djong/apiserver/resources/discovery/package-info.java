/// The rules of the kinds of the group `discovery.k8s.io`, one file a kind. Start at [DiscoveryResources], the list of them. Stateless.
@NullMarked
package io.djong.apiserver.resources.discovery;

import org.jspecify.annotations.NullMarked;
