/// Authorization by a file of policies, read at the start. Start at [AbacAuthorizer]. Immutable.
@NullMarked
package io.djong.auth.abac;

import org.jspecify.annotations.NullMarked;
