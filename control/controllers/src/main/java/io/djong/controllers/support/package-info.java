/// What several controllers need: the parts they are made of, claiming by selector, pods from templates, hashes of templates.
///
/// Start at [Parts]. Nothing here holds state beyond one call.
@NullMarked
package io.djong.controllers.support;

import org.jspecify.annotations.NullMarked;
