package io.llmdatavault.observability.web;

import java.util.Map;

import io.llmdatavault.observability.error.ExternalServiceError;
import io.llmdatavault.observability.error.VaultError;

/**
 * What another service refused <em>us</em>, and nobody caught. Its own caller is this service: whoever called this one has
 * other credentials, other inputs and other limits, and is not to read that his are wrong. Public for the starter's own
 * packages.
 *
 * @since 0.1.0
 */
public final class PeerRefusals {

    /** In the metadata of an error that was made of another service's problem: the host of that service. */
    public static final String PEER = "peer";

    /** In the metadata of such an error: the status of the answer. */
    public static final String STATUS = "peerStatus";

    private PeerRefusals() {}

    /** The error to answer with: the given one, unless it blames the caller of another service. */
    static VaultError toAnswer(VaultError error) {
        Map<String, Object> metadata = error.context().metadata();
        if (!(metadata.get(PEER) instanceof String peer) || !(metadata.get(STATUS) instanceof Integer status)) {
            return error;
        }
        return switch (error.kind()) {
            case AUTHENTICATION, AUTHORIZATION, VALIDATION, RATE_LIMIT, QUOTA_EXCEEDED -> refused(peer, status, error);
            // A thing that is missing or in conflict is so for everyone; the rest blames nobody.
            default -> error;
        };
    }

    private static VaultError refused(String peer, int status, VaultError error) {
        ExternalServiceError.Builder builder = ExternalServiceError.builder(peer, "unknown")
                .message(peer + " refused a call of ours with " + error.code())
                .statusCode(status)
                .retryable(error.retryable());
        error.retryAfter().ifPresent(builder::retryAfter);
        return builder.cause(error).context(error.context()).withoutStackTrace().build();
    }
}
