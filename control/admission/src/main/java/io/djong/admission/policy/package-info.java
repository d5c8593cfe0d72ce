/// ValidatingAdmissionPolicy and MutatingAdmissionPolicy: rules in CEL that users store in the cluster.
///
/// Start at [ValidatingAdmissionPolicy] and [MutatingAdmissionPolicy]. [Policies] keeps them compiled until they change;
/// [Expressions] says which variables they know. Any thread; what belongs to one request is confined to it.
@NullMarked
package io.djong.admission.policy;

import org.jspecify.annotations.NullMarked;
