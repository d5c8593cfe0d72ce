/// What is done with objects: one class a verb.
///
/// Start at [Verb]. Reading verbs ask [io.djong.apiserver.storage.Objects]; writing verbs go through [Writes], where the
/// order of defaulting, admission, preparation, validation and storage is written once. Everything blocks and may be
/// called from many threads.
@NullMarked
package io.djong.apiserver.verbs;

import org.jspecify.annotations.NullMarked;
