package io.llmdatavault.observability.web;

import java.util.List;

import io.llmdatavault.observability.error.ErrorKind;
import io.llmdatavault.observability.error.VaultError;
import io.llmdatavault.observability.web.ProblemProperties.ExceptionRule;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * All that a problem is made of.
 *
 * @param error the failure
 * @param rule what the configuration says about it
 * @param springStatus the status that Spring gives it
 * @param springHeaders the headers that Spring gives it
 * @param breaksRule whether it is about well-formed input that breaks a validation rule
 * @param inputs the inputs that are wrong
 */
record Failure(
        VaultError error,
        @Nullable ExceptionRule rule,
        @Nullable Integer springStatus,
        HttpHeaders springHeaders,
        boolean breaksRule,
        List<InputError> inputs) {

    static Failure of(VaultError error) {
        return new Failure(error, null, null, new HttpHeaders(), false, List.of());
    }

    Failure withError(VaultError reported) {
        return new Failure(reported, rule, springStatus, springHeaders, breaksRule, inputs);
    }

    ErrorKind kind() {
        return rule != null && rule.kind() != null ? rule.kind() : error.kind();
    }

    int status(ProblemStatuses statuses) {
        if (rule != null && rule.status() != null) {
            return rule.status();
        }
        boolean byKind = breaksRule || (rule != null && rule.kind() != null);
        return springStatus != null && !byKind ? springStatus : statuses.of(kind(), error);
    }

    /** Whether the sentence of the kind would say nothing, so that the one of Spring's status is better. */
    boolean isToldByStatus() {
        boolean refused = error instanceof RefusedRequestError || !ProblemMembers.isTellable(error);
        return springStatus != null && refused && !breaksRule;
    }
}
