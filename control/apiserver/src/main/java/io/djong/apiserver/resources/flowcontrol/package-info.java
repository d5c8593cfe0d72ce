/// The rules of the kinds of the group `flowcontrol.apiserver.k8s.io`, one file a kind. Start at [FlowcontrolResources], the list of them. Stateless.
@NullMarked
package io.djong.apiserver.resources.flowcontrol;

import org.jspecify.annotations.NullMarked;
