/// Collects the texts of [io.djong.descriptions.Descriptions] while that module is built.
///
/// Start at [DescriptionCollector]. One thread.
@NullMarked
package io.djong.descriptions.build;

import org.jspecify.annotations.NullMarked;
