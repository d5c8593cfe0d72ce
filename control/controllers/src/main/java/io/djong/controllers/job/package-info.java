/// Runs pods to completion for Jobs, starts Jobs by the clock for CronJobs, and removes Jobs that ended long ago.
///
/// Start at [JobController]; [JobTally] counts what ended, [JobPlan] holds the rules.
@NullMarked
package io.djong.controllers.job;

import org.jspecify.annotations.NullMarked;
