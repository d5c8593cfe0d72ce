/// The rules of the kinds of the group `batch`, one file a kind. Start at [BatchResources], the list of them. Stateless.
@NullMarked
package io.djong.apiserver.resources.batch;

import org.jspecify.annotations.NullMarked;
