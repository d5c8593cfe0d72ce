/// The addresses and node ports of Services.
///
/// Start at [ServiceAllocators]; it is filled from the stored Services at start and asked by the rules of the kind.
@NullMarked
package io.djong.apiserver.services;

import org.jspecify.annotations.NullMarked;
