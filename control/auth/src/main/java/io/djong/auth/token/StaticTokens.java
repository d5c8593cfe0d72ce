package io.djong.auth.token;

import io.djong.auth.Authentication;
import io.djong.meta.UserInfo;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Tokens from a file of lines `token,user,uid,"group1,group2"`, as `--token-auth-file` names it.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/authentication/#static-token-file Static token file
public final class StaticTokens implements TokenAuthenticator {

    private final Map<String, UserInfo> users;
    private final List<String> audiences;

    /// @param audiences the API server's own names; a static token is meant for all of them
    public StaticTokens(Map<String, UserInfo> users, List<String> audiences) {
        this.users = Map.copyOf(users);
        this.audiences = List.copyOf(audiences);
    }

    /// @throws IllegalArgumentException naming the line that is wrong
    public static Map<String, UserInfo> parse(String csv) {
        Map<String, UserInfo> users = new LinkedHashMap<>();
        int number = 0;
        for (String line : csv.lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            List<String> columns = columns(line);
            if (columns.size() < 3 || columns.getFirst().isEmpty()) {
                throw new IllegalArgumentException(
                        "token file line %d: expected token,user,uid[,groups], found %d columns"
                                .formatted(number, columns.size()));
            }
            List<String> groups =
                    columns.size() > 3 && !columns.get(3).isEmpty()
                            ? List.of(columns.get(3).split(","))
                            : List.of();
            users.put(
                    columns.getFirst(),
                    new UserInfo(columns.get(1), columns.get(2), groups, Map.of()));
        }
        return users;
    }

    private static List<String> columns(String line) {
        List<String> columns = new ArrayList<>();
        StringBuilder column = new StringBuilder();
        boolean isQuoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                isQuoted = !isQuoted;
            } else if (c == ',' && !isQuoted) {
                columns.add(column.toString().strip());
                column.setLength(0);
            } else {
                column.append(c);
            }
        }
        columns.add(column.toString().strip());
        return columns;
    }

    @Override
    public Authentication authenticate(String token, List<String> wanted) {
        List<String> shared = wanted.stream().filter(audiences::contains).toList();
        if (shared.isEmpty()) {
            return Authentication.NONE;
        }
        byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
        for (Map.Entry<String, UserInfo> entry : users.entrySet()) {
            // In constant time, so that answers do not tell how much of a guess was right.
            if (MessageDigest.isEqual(entry.getKey().getBytes(StandardCharsets.UTF_8), bytes)) {
                return new Authentication.Authenticated(entry.getValue(), shared);
            }
        }
        return Authentication.NONE;
    }
}
