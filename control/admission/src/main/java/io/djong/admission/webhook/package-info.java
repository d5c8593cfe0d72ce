/// Programs of users that have a say in admission: mutating and validating webhooks.
///
/// Start at [MutatingAdmissionWebhook] and [ValidatingAdmissionWebhook]; [Hooks] knows which there are, [HookCall] makes
/// one call of one of them, [HookClient] carries it. Calls run on threads of their own, so that none outlasts its time-out.
@NullMarked
package io.djong.admission.webhook;

import org.jspecify.annotations.NullMarked;
