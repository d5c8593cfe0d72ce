/// etcd's API as etcd's own client meets it.
@NullMarked
package io.djong.etcd;

import org.jspecify.annotations.NullMarked;
