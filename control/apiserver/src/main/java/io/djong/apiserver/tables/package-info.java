/// What `kubectl get` prints: columns, cells, and the Table document around them.
///
/// Start at [Column]. A kind says its columns and cells; everything here is a pure function.
@NullMarked
package io.djong.apiserver.tables;

import org.jspecify.annotations.NullMarked;
