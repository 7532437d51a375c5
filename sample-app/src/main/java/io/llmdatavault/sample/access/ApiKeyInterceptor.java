package io.llmdatavault.sample.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.llmdatavault.observability.error.AuthProvider;
import io.llmdatavault.observability.error.AuthenticationError;
import io.llmdatavault.observability.error.ErrorContext;
import org.springframework.web.servlet.HandlerInterceptor;

/** Lets a request pass that carries one of the API keys. */
class ApiKeyInterceptor implements HandlerInterceptor {

    static final String HEADER = "X-Api-Key";

    private final List<byte[]> digests;

    ApiKeyInterceptor(List<String> apiKeys) {
        this.digests = apiKeys.stream().map(ApiKeyInterceptor::digest).toList();
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        String key = request.getHeader(HEADER);
        if (key == null) {
            throw rejected("missing API key");
        }
        if (!isKnown(key)) {
            throw rejected("unknown API key");
        }
        return true;
    }

    /** Takes the same time for every wrong key: digests have one length, and all of them are compared. */
    private boolean isKnown(String key) {
        byte[] digest = digest(key);
        boolean known = false;
        for (byte[] candidate : digests) {
            known |= MessageDigest.isEqual(candidate, digest);
        }
        return known;
    }

    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("Every Java platform has SHA-256", ex);
        }
    }

    private static AuthenticationError rejected(String reason) {
        return AuthenticationError.builder(reason, AuthProvider.API_KEY)
                .context(ErrorContext.of("authenticate"))
                .build();
    }
}
