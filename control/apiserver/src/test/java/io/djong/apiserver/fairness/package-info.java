@NullMarked
package io.djong.apiserver.fairness;

import org.jspecify.annotations.NullMarked;
