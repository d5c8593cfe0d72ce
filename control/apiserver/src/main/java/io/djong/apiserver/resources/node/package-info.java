/// The rules of the kinds of the group `node.k8s.io`, one file a kind. Start at [NodeResources], the list of them. Stateless.
@NullMarked
package io.djong.apiserver.resources.node;

import org.jspecify.annotations.NullMarked;
