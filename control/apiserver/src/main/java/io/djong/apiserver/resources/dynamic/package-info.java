/// The rules of the kinds of the group `resource.k8s.io`, one file a kind. Start at [DynamicResources], the list of them. Stateless.
@NullMarked
package io.djong.apiserver.resources.dynamic;

import org.jspecify.annotations.NullMarked;
