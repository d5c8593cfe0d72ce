/// The store's tests. Start at [StoreConformance], which every engine has to pass; other modules get it from the test-jar.
@NullMarked
package io.djong.store;

import org.jspecify.annotations.NullMarked;
