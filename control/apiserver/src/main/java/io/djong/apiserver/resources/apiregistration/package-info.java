/// The rules of the kinds of the group `apiregistration.k8s.io`, one file a kind. Start at [ApiregistrationResources], the list of them. Stateless.
@NullMarked
package io.djong.apiserver.resources.apiregistration;

import org.jspecify.annotations.NullMarked;
