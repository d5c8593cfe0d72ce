/// What `/metrics` tells beyond counted requests: requests being served, objects stored, and the process itself.
///
/// Start at any of the three: [InflightRequests], [StorageMetrics], [ProcessMetrics]. Gauges are read when somebody
/// looks. Safe for many threads.
@NullMarked
package io.djong.apiserver.metrics;

import org.jspecify.annotations.NullMarked;
