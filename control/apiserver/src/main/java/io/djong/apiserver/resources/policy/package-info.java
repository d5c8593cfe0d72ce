/// The rules of the kinds of the group `policy`, one file a kind. Start at [PolicyResources], the list of them. Stateless.
@NullMarked
package io.djong.apiserver.resources.policy;

import org.jspecify.annotations.NullMarked;
