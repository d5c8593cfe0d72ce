/// Decides on which node a pod runs.
///
/// Start at [Scheduler]: it takes a pod from [SchedulingQueue], asks the plug-ins through [Framework], and binds. Every plug-in
/// is one file in `plugins`; [Framework#defaults] is their order.
///
/// One thread schedules; each binding has a virtual thread of its own.
@NullMarked
package io.djong.scheduler;

import org.jspecify.annotations.NullMarked;
