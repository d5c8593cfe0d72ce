/// The rules of the kinds of the group `events.k8s.io`, one file a kind. Start at [EventsResources], the list of them. Stateless.
@NullMarked
package io.djong.apiserver.resources.events;

import org.jspecify.annotations.NullMarked;
