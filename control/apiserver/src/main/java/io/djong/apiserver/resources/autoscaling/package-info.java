/// The rules of the kinds of the group `autoscaling`, one file a kind. Start at [AutoscalingResources], the list of them. Stateless.
@NullMarked
package io.djong.apiserver.resources.autoscaling;

import org.jspecify.annotations.NullMarked;
