/// The rules of the kinds of the group `apps`, one file a kind. Start at [AppsResources], the list of them. Stateless.
@NullMarked
package io.djong.apiserver.resources.apps;

import org.jspecify.annotations.NullMarked;
