/// The Pod Security Standards: what a pod may not ask for.
///
/// Start at [Standards], the list of all checks with the releases they hold for. [NamespacePolicy] reads which standard a
/// namespace wants. Texts are those of Kubernetes 1.36.
@NullMarked
package io.djong.admission.podsecurity;

import org.jspecify.annotations.NullMarked;
