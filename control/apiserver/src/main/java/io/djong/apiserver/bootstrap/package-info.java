/// What every cluster has from its first moment: system namespaces, the default policy, priority classes, the Service `kubernetes`.
///
/// Start at [Bootstrap]. Runs once a start, before the server is ready; writes go side by side so that they share disk flushes.
@NullMarked
package io.djong.apiserver.bootstrap;

import org.jspecify.annotations.NullMarked;
