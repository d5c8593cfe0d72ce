/// Gives every namespace its default ServiceAccount and the certificate of the API server's authority.
///
/// Start at [ServiceAccountController] and [RootCaPublisher].
@NullMarked
package io.djong.controllers.serviceaccount;

import org.jspecify.annotations.NullMarked;
