/// The scheduler's plug-ins, by upstream's names: what a node must have (filters) and which node is better (scores).
///
/// Start at any of them; [io.djong.scheduler.Framework#defaults] lists them in running order. All run on the scheduling thread.
@NullMarked
package io.djong.scheduler.plugins;

import org.jspecify.annotations.NullMarked;
