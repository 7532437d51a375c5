package io.llmdatavault.sample.access;

import jakarta.servlet.http.HttpServletRequest;

import io.llmdatavault.sample.RecordVaultProperties;
import org.springframework.stereotype.Component;

/**
 * Who is calling, as the rate limit counts: the API key where callers must have one, else the address. Without
 * configured keys the header says nothing: anybody could send another one each time.
 *
 * @since 0.1.0
 */
@Component
public class Caller {

    private final HttpServletRequest request;

    private final boolean keysAreChecked;

    /** The injected request stands for the one of the current thread. */
    Caller(HttpServletRequest request, RecordVaultProperties properties) {
        this.request = request;
        this.keysAreChecked = !properties.apiKeys().isEmpty();
    }

    /**
     * Names the caller of the current request.
     * @return the same text for the same caller; secret where it is an API key
     */
    public String current() {
        String key = keysAreChecked ? request.getHeader(ApiKeyInterceptor.HEADER) : null;
        return key != null ? "key:" + key : "address:" + request.getRemoteAddr();
    }
}
