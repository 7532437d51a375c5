package io.llmdatavault.observability.error.translate;

import io.llmdatavault.observability.error.AuthProvider;
import io.llmdatavault.observability.error.AuthenticationError;
import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.BadJwtException;

/**
 * Translates the refusal of a token. Loaded only with Spring Security's JWT support. A decoder that could not get its keys
 * throws another exception: no fault of the caller's.
 */
final class JwtTranslator implements ShippedTranslator {

    @Override
    public VaultError.@Nullable Builder<?> describe(Throwable throwable) {
        return throwable instanceof BadJwtException
                ? AuthenticationError.builder("Token is not valid", AuthProvider.JWT)
                : null;
    }
}
