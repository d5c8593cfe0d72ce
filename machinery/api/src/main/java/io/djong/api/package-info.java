/// The kinds of Kubernetes as records, and small questions about them.
///
/// Start at [ApiObject]. A record is a typed view of a document: it holds the tree and nothing else, so fields that it does not
/// know survive a read and a write. As in Go, what is absent has its zero value, unless Go has a pointer there: then it is null.
/// The records are generated from the schema into packages by group and version; only the questions are written by hand.
@NullMarked
package io.djong.api;

import org.jspecify.annotations.NullMarked;
