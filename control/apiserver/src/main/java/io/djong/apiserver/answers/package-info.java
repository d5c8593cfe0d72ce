/// Replies become bytes: what the client accepts, tables, partial metadata, lists, watch frames, compression.
///
/// Start at [HttpAnswers], which writes a reply to a connection; [Accept] reads what the client wants. Stored bytes are
/// sent as they are wherever the client takes JSON objects. Each request's own thread writes its answer.
@NullMarked
package io.djong.apiserver.answers;

import org.jspecify.annotations.NullMarked;
