/// Programs of the administrator that say who somebody is ([TokenWebhook]) and what somebody may do ([AccessWebhook]).
///
/// [ReviewClient] carries the questions. Nothing connects before the first question.
@NullMarked
package io.djong.auth.webhook;

import org.jspecify.annotations.NullMarked;
