/// Counts what namespaces use against their quotas.
///
/// Start at [ResourceQuotaController]; [Resources] finds the objects that a quota's names stand for.
@NullMarked
package io.djong.controllers.quota;

import org.jspecify.annotations.NullMarked;
