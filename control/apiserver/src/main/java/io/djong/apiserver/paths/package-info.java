/// Paths that are no resources: version, health, metrics, discovery.
///
/// Start at [PathHandlers]. What can be made once is made when first asked for, and kept. Safe for many threads.
@NullMarked
package io.djong.apiserver.paths;

import org.jspecify.annotations.NullMarked;
