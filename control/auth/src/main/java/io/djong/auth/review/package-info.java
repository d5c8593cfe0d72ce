/// The reviews by which clients ask what is allowed.
///
/// Start at [AccessReviews]. Each method takes the review as sent and returns it with its status.
@NullMarked
package io.djong.auth.review;

import org.jspecify.annotations.NullMarked;
