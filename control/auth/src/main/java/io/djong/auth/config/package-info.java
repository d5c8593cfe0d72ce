/// What an administrator may say about authentication and authorization, by flags or by files.
///
/// Start at [AuthenticationSettings] and [AuthorizationSettings]; the files are read by [AuthenticationFile] and
/// [AuthorizationFile]. All values; nothing here connects or starts anything.
@NullMarked
package io.djong.auth.config;

import org.jspecify.annotations.NullMarked;
