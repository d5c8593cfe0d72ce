/// The rules of the kinds of the core group, one file a kind. Start at [CoreResources], the list of them. Stateless.
@NullMarked
package io.djong.apiserver.resources.core;

import org.jspecify.annotations.NullMarked;
