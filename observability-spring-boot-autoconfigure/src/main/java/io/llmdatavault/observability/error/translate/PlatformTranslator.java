package io.llmdatavault.observability.error.translate;

import java.security.DigestException;
import java.security.GeneralSecurityException;
import java.security.SignatureException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.spec.InvalidKeySpecException;
import java.util.concurrent.TimeoutException;
import javax.crypto.BadPaddingException;
import javax.security.auth.login.LoginException;

import io.llmdatavault.observability.error.CryptoOperation;
import io.llmdatavault.observability.error.CryptographicError;
import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;

/**
 * Translates the rest of the JDK's exceptions that say what failed. {@link SecurityException} is not among them: it
 * tells that this service lacks a right, not that its caller does, and so is an internal error.
 */
final class PlatformTranslator implements ShippedTranslator {

    @Override
    public VaultError.@Nullable Builder<?> describe(Throwable throwable) {
        if (throwable instanceof TimeoutException) {
            return NetworkTranslator.timeout("Result did not arrive in time");
        }
        // A failed login is a GeneralSecurityException for historical reasons.
        CryptoOperation operation =
                throwable instanceof GeneralSecurityException exception && !(exception instanceof LoginException)
                        ? operation(exception)
                        : null;
        return operation != null ? CryptographicError.builder(operation, "UNKNOWN") : null;
    }

    /**
     * What the type tells, else what was being called. Where neither tells anything, as with a key store, it is an
     * internal error: every operation would be made up.
     */
    private static @Nullable CryptoOperation operation(GeneralSecurityException exception) {
        if (exception instanceof BadPaddingException) {
            return CryptoOperation.DECRYPT;
        }
        if (exception instanceof SignatureException
                || exception instanceof CertificateException
                || exception instanceof CertPathValidatorException
                || exception instanceof CertPathBuilderException) {
            return CryptoOperation.VERIFY;
        }
        if (exception instanceof InvalidKeySpecException) {
            return CryptoOperation.KEY_DERIVATION;
        }
        return exception instanceof DigestException ? CryptoOperation.HASH_GENERATION : called(exception);
    }

    private static @Nullable CryptoOperation called(GeneralSecurityException exception) {
        for (StackTraceElement frame : exception.getStackTrace()) {
            CryptoOperation operation = called(frame.getClassName(), frame.getMethodName());
            if (operation != null) {
                return operation;
            }
        }
        return null;
    }

    private static @Nullable CryptoOperation called(String type, String method) {
        return switch (type) {
            case "java.security.MessageDigest" -> CryptoOperation.HASH_GENERATION;
            case "javax.crypto.Mac" -> CryptoOperation.SIGN;
            case "javax.crypto.SecretKeyFactory", "javax.crypto.KeyAgreement" -> CryptoOperation.KEY_DERIVATION;
            case "java.security.Signature", "javax.crypto.Cipher" -> called(method);
            default -> null;
        };
    }

    /** Of what works both ways. The rest of its methods does not tell which way. */
    private static @Nullable CryptoOperation called(String method) {
        return switch (method) {
            case "initSign", "sign" -> CryptoOperation.SIGN;
            case "initVerify", "verify" -> CryptoOperation.VERIFY;
            case "wrap" -> CryptoOperation.ENCRYPT;
            case "unwrap" -> CryptoOperation.DECRYPT;
            default -> null;
        };
    }
}
