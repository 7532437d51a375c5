package io.llmdatavault.observability.error.translate;

import java.util.Set;

import io.llmdatavault.observability.error.AuthProvider;
import io.llmdatavault.observability.error.AuthenticationError;
import io.llmdatavault.observability.error.ExternalServiceError;
import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;

/**
 * Tells the failures of an authorization server from those of a caller. Loaded only with Spring Security's OAuth 2
 * support; what it leaves is a failed authentication.
 */
final class OAuth2Translator implements ShippedTranslator {

    /** RFC 6749, sections 4.1.2.1 and 5.2, as far as this service or the server is to blame, and Spring Security's own. */
    private static final Set<String> NOT_OF_THE_CALLER = Set.of(
            "server_error",
            "temporarily_unavailable",
            "invalid_client",
            "unauthorized_client",
            "unsupported_grant_type",
            "unsupported_response_type",
            "invalid_scope",
            "invalid_token_response",
            "invalid_user_info_response",
            "missing_user_info_uri",
            "missing_user_name_attribute",
            "missing_signature_verifier");

    private static final Set<String> RETRYABLE = Set.of("server_error", "temporarily_unavailable");

    @Override
    public VaultError.@Nullable Builder<?> describe(Throwable throwable) {
        if (throwable instanceof OAuth2AuthenticationException exception) {
            String code = exception.getError().getErrorCode();
            return NOT_OF_THE_CALLER.contains(code) ? refused(code, throwable) : null;
        }
        if (!(throwable instanceof OAuth2AuthorizationException exception)) {
            return null;
        }
        String code = exception.getError().getErrorCode();
        return code.equals("client_authorization_required")
                ? AuthenticationError.builder("Authorization by the user is needed", AuthProvider.OAUTH2)
                : refused(code, throwable);
    }

    private static VaultError.Builder<?> refused(String code, Throwable throwable) {
        VaultError.Builder<?> notReached = NetworkTranslator.notReached(throwable);
        return notReached != null
                ? notReached
                : ExternalServiceError.builder("authorization server", "UNKNOWN")
                        .message("Authorization server cannot be used")
                        .retryable(RETRYABLE.contains(code));
    }
}
