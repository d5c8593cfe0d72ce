/// Removes objects whose owners are gone, of all kinds that the server has, custom ones too.
///
/// Start at [GarbageCollector]; [Graph] knows who owns whom, [Verdict] decides what becomes of one object.
@NullMarked
package io.djong.controllers.garbage;

import org.jspecify.annotations.NullMarked;
