/// Shows that the simulation finds nothing wrong with the store, and everything that is planted into it: [Defect].
@NullMarked
package io.djong.simulation;

import org.jspecify.annotations.NullMarked;
