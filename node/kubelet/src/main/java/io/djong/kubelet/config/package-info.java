/// What a kubelet is told: [KubeletConfig], names as in upstream's `KubeletConfiguration`.
@NullMarked
package io.djong.kubelet.config;

import org.jspecify.annotations.NullMarked;
