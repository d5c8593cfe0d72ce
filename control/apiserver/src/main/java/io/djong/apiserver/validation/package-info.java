/// What is wrong with a document, in upstream's words.
///
/// Start at [FieldErrors]: rules of a kind add to it, the verb throws what it collected as one `Invalid` status.
/// [FieldPath] says where, [Names] and [ObjectMetaRules] hold the rules that all kinds share.
/// One request's thread uses each collector; the rules are pure functions.
@NullMarked
package io.djong.apiserver.validation;

import org.jspecify.annotations.NullMarked;
