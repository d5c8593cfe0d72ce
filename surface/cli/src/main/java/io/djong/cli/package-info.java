/// The commands of `djong` that talk to a running cluster, one class a command.
///
/// Start at [Cli], which lists them; the commands that start and end a cluster are in module `cluster`, because they need its parts.
@NullMarked
package io.djong.cli;

import org.jspecify.annotations.NullMarked;
