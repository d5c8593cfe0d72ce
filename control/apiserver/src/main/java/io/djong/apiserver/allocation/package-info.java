/// Addresses and ports of Services: handed out once each, known again after a restart.
///
/// Start at [ServiceAllocators]. Small lock: one for addresses, one for ports, neither held while the store is written.
@NullMarked
package io.djong.apiserver.allocation;

import org.jspecify.annotations.NullMarked;
