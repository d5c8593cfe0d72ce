/// What an object costs a namespace's quota.
///
/// Start at [Evaluator#of]: there is one evaluator for pods, services and claims each, and one that counts anything else.
@NullMarked
package io.djong.api.quota;

import org.jspecify.annotations.NullMarked;
