/// What a cluster has from the start: namespaces, priority classes, roles, flow schemas, the Service `kubernetes`.
///
/// Start at [Bootstrap], which runs once, before the first request is served.
@NullMarked
package io.djong.apiserver.bootstrap;

import org.jspecify.annotations.NullMarked;
