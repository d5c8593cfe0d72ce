/// The product as its users meet it: the real `./djong`, the real kubectl, real containers.
///
/// Start at [MainJobTest]. Needs root, Linux and the Debian packages that `scripts/packages.sh tests` installs.
@NullMarked
package io.djong.acceptance;

import org.jspecify.annotations.NullMarked;
