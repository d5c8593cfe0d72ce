package io.djong.http;

/// The first lines of a request, taken apart.
record RequestHead(
        String method,
        String rawPath,
        String path,
        String rawQuery,
        Headers headers,
        String authority,
        long contentLength) {

    /// Of a request target in origin, absolute or asterisk form.
    ///
    /// @throws HttpException 400 when it is none of them, or when lengths are no numbers
    ///
    /// @spec https://www.rfc-editor.org/rfc/rfc9112#section-3.2 Request Target
    static RequestHead of(String method, String target, String authority, Headers headers) {
        String rest = target;
        String host = authority;
        if (!rest.startsWith("/") && rest.contains("://")) {
            int start = rest.indexOf("://") + 3;
            int slash = rest.indexOf('/', start);
            host = rest.substring(start, slash < 0 ? rest.length() : slash);
            rest = slash < 0 ? "/" : rest.substring(slash);
        }
        int question = rest.indexOf('?');
        String rawPath = question < 0 ? rest : rest.substring(0, question);
        String path = PercentCodec.decodePath(rawPath);
        boolean isAsterisk = rawPath.equals("*") && method.equals("OPTIONS");
        if (path == null || !(rawPath.startsWith("/") || isAsterisk)) {
            throw new HttpException(400, "400 Bad Request: malformed request target");
        }
        String rawQuery = question < 0 ? "" : rest.substring(question + 1);
        return new RequestHead(
                method, rawPath, path, rawQuery, headers, host, contentLength(headers));
    }

    private static long contentLength(Headers headers) {
        String text = headers.first("content-length");
        if (text == null) {
            return -1;
        }
        try {
            long length = Long.parseLong(text.strip());
            if (length >= 0) {
                return length;
            }
        } catch (NumberFormatException _) {
            // Answered below, as negative lengths are.
        }
        throw new HttpException(400, "400 Bad Request: bad Content-Length");
    }
}
