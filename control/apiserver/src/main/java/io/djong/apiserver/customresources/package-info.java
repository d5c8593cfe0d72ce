/// Serves custom resources: what CustomResourceDefinitions ask for becomes resources like any other.
///
/// Start at [CustomResources], which keeps the served resources in step with the definitions in the store, and
/// [CustomDefinition], a definition as it is served. [DefinitionStatus] decides names and conditions. The work is done on
/// the thread that wrote a definition, by one thread at a time.
@NullMarked
package io.djong.apiserver.customresources;

import org.jspecify.annotations.NullMarked;
