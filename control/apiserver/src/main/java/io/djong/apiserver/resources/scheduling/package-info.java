/// The rules of the kinds of the group `scheduling.k8s.io`, one file a kind. Start at [SchedulingResources], the list of them. Stateless.
@NullMarked
package io.djong.apiserver.resources.scheduling;

import org.jspecify.annotations.NullMarked;
