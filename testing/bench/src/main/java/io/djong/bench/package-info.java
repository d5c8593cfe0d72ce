/// Benchmarks of the product, run by `./build bench NAME`; each prints a table with the machine it ran on.
///
/// Start at [UpBench] and [ApiBench].
@NullMarked
package io.djong.bench;

import org.jspecify.annotations.NullMarked;
