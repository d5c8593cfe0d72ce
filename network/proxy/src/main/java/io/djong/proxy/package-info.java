/// Carries Services to their endpoints with nftables.
///
/// Start at [ServiceProxy]: it observes Services, EndpointSlices and host ports, [ServicePorts] says what is to be reached where, [Rules] turns that
/// into a [Ruleset], and [NftScript] writes only what differs from the last one. One thread does all of it.
@NullMarked
package io.djong.proxy;

import org.jspecify.annotations.NullMarked;
