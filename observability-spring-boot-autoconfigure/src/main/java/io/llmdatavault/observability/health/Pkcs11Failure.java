package io.llmdatavault.observability.health;

import java.io.IOException;
import java.security.ProviderException;
import java.security.UnrecoverableKeyException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.llmdatavault.observability.error.ErrorChain;

/**
 * What kind of failure a token has. The exception that knows the code of PKCS#11 is internal to the JDK; its message is the
 * name of the code.
 */
enum Pkcs11Failure {
    LIBRARY("The PKCS#11 library cannot be loaded."),

    PIN_REFUSED("The token does not accept the PIN."),

    PIN_LOCKED("The PIN of the token is locked."),

    NO_TOKEN("The token is not there."),

    SESSION_LOST("The session with the token is lost."),

    LOGIN_LOST("The login to the token is lost."),

    KEY_LOST("The token does not have the key any more."),

    KEY_UNFIT("The key on the token cannot encrypt and decrypt."),

    OTHER("The token cannot be used.");

    private static final Pattern CODE = Pattern.compile("CKR_[A-Z0-9_]+");

    /** What the provider of the JDK says before it asks the token. */
    private static final Pattern NO_TOKEN_MESSAGE =
            Pattern.compile("slotListIndex|Token has been removed|No token present|no such algorithm: PKCS11");

    private final String sentence;

    Pkcs11Failure(String sentence) {
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }

    /** Another attempt would only bring the token nearer to locking itself. */
    boolean isFinal() {
        return this == PIN_REFUSED || this == PIN_LOCKED;
    }

    /** What the provider holds of the token is gone: only another one has sessions again. */
    boolean endsSessions() {
        return this == SESSION_LOST || this == NO_TOKEN;
    }

    static Pkcs11Failure of(Throwable failure) {
        if (ErrorChain.find(failure, UnrecoverableKeyException.class) != null) {
            return PIN_REFUSED;
        }
        Optional<String> code = ErrorChain.of(failure)
                .map(cause -> CODE.matcher(String.valueOf(cause.getMessage())))
                .filter(Matcher::find)
                .map(Matcher::group)
                .findFirst();
        if (code.isPresent()) {
            return ofCode(code.get());
        }
        ProviderException unusable = ErrorChain.find(failure, ProviderException.class);
        if (unusable != null && unusable.getCause() instanceof IOException) {
            return LIBRARY;
        }
        boolean noToken = ErrorChain.of(failure)
                .map(cause -> String.valueOf(cause.getMessage()))
                .anyMatch(NO_TOKEN_MESSAGE.asPredicate());
        return noToken ? NO_TOKEN : OTHER;
    }

    private static Pkcs11Failure ofCode(String code) {
        return switch (code) {
            case "CKR_PIN_LOCKED" -> PIN_LOCKED;
            case "CKR_PIN_INCORRECT", "CKR_PIN_INVALID", "CKR_PIN_LEN_RANGE", "CKR_PIN_EXPIRED" -> PIN_REFUSED;
            case "CKR_SLOT_ID_INVALID",
                    "CKR_TOKEN_NOT_PRESENT",
                    "CKR_TOKEN_NOT_RECOGNIZED",
                    "CKR_DEVICE_REMOVED",
                    "CKR_USER_PIN_NOT_INITIALIZED" -> NO_TOKEN;
            case "CKR_SESSION_CLOSED", "CKR_SESSION_HANDLE_INVALID" -> SESSION_LOST;
            case "CKR_USER_NOT_LOGGED_IN" -> LOGIN_LOST;
            case "CKR_KEY_HANDLE_INVALID", "CKR_OBJECT_HANDLE_INVALID" -> KEY_LOST;
            case "CKR_KEY_FUNCTION_NOT_PERMITTED",
                    "CKR_KEY_TYPE_INCONSISTENT",
                    "CKR_KEY_SIZE_RANGE",
                    "CKR_MECHANISM_INVALID" -> KEY_UNFIT;
            default -> OTHER;
        };
    }
}
