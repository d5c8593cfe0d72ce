/// Keeps one pod of a DaemonSet on every node that it fits.
///
/// Start at [DaemonSetController]; [Daemons] decides where pods belong, [DaemonPlan] what to do about it.
@NullMarked
package io.djong.controllers.daemonset;

import org.jspecify.annotations.NullMarked;
