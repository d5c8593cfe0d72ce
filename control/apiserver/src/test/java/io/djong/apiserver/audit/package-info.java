@NullMarked
package io.djong.apiserver.audit;

import org.jspecify.annotations.NullMarked;
