/// Other people's clients, unmodified, against the API server in this JVM: over TLS on a free port, as they come with a kubeconfig.
///
/// Start at [LiveServer]; each test class starts one of its own. No node runs: pods stay Pending.
@NullMarked
package io.djong.clients;

import org.jspecify.annotations.NullMarked;
