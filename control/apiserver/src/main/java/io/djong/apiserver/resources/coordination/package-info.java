/// The rules of the kinds of the group `coordination.k8s.io`, one file a kind. Start at [CoordinationResources], the list of them. Stateless.
@NullMarked
package io.djong.apiserver.resources.coordination;

import org.jspecify.annotations.NullMarked;
