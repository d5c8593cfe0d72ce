/// The control loops that make objects true: one package a controller.
///
/// Start at [Controllers]: the one list of all of them. Each controller reads informers, decides in a pure `plan`, and acts through the
/// client; a few virtual threads work on each one's queue.
@NullMarked
package io.djong.controllers;

import org.jspecify.annotations.NullMarked;
