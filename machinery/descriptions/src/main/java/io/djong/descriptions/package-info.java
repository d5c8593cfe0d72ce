/// What the API's types and fields are for, in words.
///
/// Start at [Descriptions]. The texts are collected while this module is built, from the class files of the official
/// Java client, by the package `build`, which is no part of the product. Immutable, for any thread.
@NullMarked
package io.djong.descriptions;

import org.jspecify.annotations.NullMarked;
