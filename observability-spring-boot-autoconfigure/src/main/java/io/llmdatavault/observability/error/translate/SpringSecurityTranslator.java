package io.llmdatavault.observability.error.translate;

import io.llmdatavault.observability.error.AuthProvider;
import io.llmdatavault.observability.error.AuthenticationError;
import io.llmdatavault.observability.error.AuthorizationError;
import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;

/**
 * Translates what Spring Security throws. Loaded only with its core. All failed authentications are alike, so that nobody
 * learns which accounts there are; one that could not be tried is no fault of the caller's, and its cause tells why.
 */
final class SpringSecurityTranslator implements ShippedTranslator {

    @Override
    public VaultError.@Nullable Builder<?> describe(Throwable throwable) {
        if (throwable instanceof AccessDeniedException) {
            return AuthorizationError.builder("Access denied", "unknown");
        }
        return throwable instanceof AuthenticationException && !(throwable instanceof AuthenticationServiceException)
                ? AuthenticationError.builder("Authentication failed", provider(throwable))
                : null;
    }

    private static AuthProvider provider(Throwable failure) {
        String name = failure.getClass().getName();
        if (name.contains("InvalidBearerToken")) {
            return AuthProvider.JWT;
        }
        if (name.startsWith("org.springframework.security.oauth2.")) {
            return AuthProvider.OAUTH2;
        }
        return name.startsWith("org.springframework.security.saml2.")
                ? AuthProvider.SAML
                : AuthProvider.custom("unknown");
    }
}
