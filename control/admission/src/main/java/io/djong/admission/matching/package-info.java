/// Which requests a webhook or an admission policy is about.
///
/// Start at [MatchCriteria]: made once from a document, asked for every request. [Equivalents] says under which other
/// versions the same objects are served. All of it is immutable; any thread.
@NullMarked
package io.djong.admission.matching;

import org.jspecify.annotations.NullMarked;
