/// Keeps the pods of StatefulSets, each with a name and claims of its own.
///
/// Start at [StatefulSetController]; [Member] makes a pod of an ordinal, [StatefulPlan] holds the rules of order and update.
@NullMarked
package io.djong.controllers.statefulset;

import org.jspecify.annotations.NullMarked;
