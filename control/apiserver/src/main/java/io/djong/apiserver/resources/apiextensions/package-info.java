/// The rules of the kinds of the group `apiextensions.k8s.io`, one file a kind. Start at [ApiextensionsResources], the list of them. Stateless.
@NullMarked
package io.djong.apiserver.resources.apiextensions;

import org.jspecify.annotations.NullMarked;
