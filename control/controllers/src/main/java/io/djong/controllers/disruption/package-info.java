/// Says how many pods may be evicted now without breaking a PodDisruptionBudget.
///
/// Start at [DisruptionController].
@NullMarked
package io.djong.controllers.disruption;

import org.jspecify.annotations.NullMarked;
