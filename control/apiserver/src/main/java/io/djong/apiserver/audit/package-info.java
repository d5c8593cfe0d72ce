/// The audit log: which requests are written down, how much of each, and where to.
///
/// Start at [Audit], the stage of the pipeline; [AuditPolicy] chooses, an [AuditSink] keeps. Events are documents of
/// `audit.k8s.io/v1`; sinks are safe for many threads.
@NullMarked
package io.djong.apiserver.audit;

import org.jspecify.annotations.NullMarked;
