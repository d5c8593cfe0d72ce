package io.djong.apiserver.customresources;

/// A conversion webhook that could not be asked, or answered nonsense; the message is what clients see of it.
public final class ConversionException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public ConversionException(String message) {
        super(message, null, false, false);
    }

    @Override
    public String getMessage() {
        return java.util.Objects.requireNonNullElse(super.getMessage(), "");
    }
}
