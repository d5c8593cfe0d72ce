/// What the server tells about itself: groups, versions, resources and their verbs, in the old form and the aggregated one.
///
/// Start at [Discovery]. Documents are made when first asked for and kept with their ETag. Safe for many threads.
@NullMarked
package io.djong.apiserver.discovery;

import org.jspecify.annotations.NullMarked;
