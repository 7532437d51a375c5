package io.llmdatavault.observability.error.translate;

import io.llmdatavault.observability.error.AuthProvider;
import io.llmdatavault.observability.error.AuthenticationError;
import io.llmdatavault.observability.error.AuthorizationError;
import io.llmdatavault.observability.error.ErrorChain;
import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.AuthorizationServiceException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;

/**
 * Translates what Spring Security throws. Loaded only with its core. All failed authentications are alike, so that nobody
 * learns which accounts there are. One that could not be tried is no fault of the caller's: what caused it is looked for.
 */
final class SpringSecurityTranslator implements ShippedTranslator {

    private static final String PACKAGE = "org.springframework.security.";

    @Override
    public VaultError.@Nullable Builder<?> describe(Throwable throwable) {
        if (throwable instanceof AccessDeniedException) {
            return throwable instanceof AuthorizationServiceException
                    ? null
                    : AuthorizationError.builder("Access denied", "UNKNOWN");
        }
        return throwable instanceof AuthenticationException && !(throwable instanceof AuthenticationServiceException)
                ? AuthenticationError.builder("Authentication failed", provider(throwable))
                : null;
    }

    /** Nobody says; where the exceptions come from does. */
    private static AuthProvider provider(Throwable failure) {
        if (ErrorChain.of(failure).anyMatch(cause -> isOf(cause, "oauth2.jwt."))) {
            return AuthProvider.JWT;
        }
        if (isOf(failure, "oauth2.")) {
            return AuthProvider.OAUTH2;
        }
        return isOf(failure, "saml2.") ? AuthProvider.SAML : AuthProvider.custom("unknown");
    }

    private static boolean isOf(Throwable failure, String subpackage) {
        return failure.getClass().getName().startsWith(PACKAGE + subpackage);
    }
}
