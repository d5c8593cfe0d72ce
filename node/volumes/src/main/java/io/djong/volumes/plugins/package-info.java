/// One file a kind of volume; [StandardPlugins] lists them.
///
/// `ObjectFiles` makes files of ConfigMaps, Secrets and a pod's own fields for those that need them.
/// No threads; called by the pods' workers, several at a time.
@NullMarked
package io.djong.volumes.plugins;

import org.jspecify.annotations.NullMarked;
