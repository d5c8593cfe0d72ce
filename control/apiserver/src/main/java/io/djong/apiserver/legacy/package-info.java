/// The versions of kinds that upstream has removed, still served: each is a form of today's kind, with defaults of its own.
///
/// Start at [LegacyResources], which makes a resource of each; [LegacyForms] lists what differs in more than the version's
/// name. The rest of the server knows nothing of them: rules, tables and storage are those of today's kind. Stateless.
@NullMarked
package io.djong.apiserver.legacy;

import org.jspecify.annotations.NullMarked;
