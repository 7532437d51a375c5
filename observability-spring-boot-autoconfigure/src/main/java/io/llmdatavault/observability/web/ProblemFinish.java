package io.llmdatavault.observability.web;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.llmdatavault.observability.configuration.WarnOnce;
import io.llmdatavault.observability.error.VaultError;
import io.llmdatavault.observability.logging.Masker;
import io.llmdatavault.observability.logging.PlainText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;

/** The last step before a problem is sent: the application's customizers, then what holds for every problem. */
final class ProblemFinish {

    private static final Logger logger = LoggerFactory.getLogger(ProblemFinish.class);

    /** What we make ourselves, of enumerations, numbers and identifiers that were checked: no secret fits in. */
    private static final Set<String> HARMLESS =
            Set.of("code", "timestamp", "retryable", "retryAfter", "limitType", "limit", "resetAt", "quotaType");

    private final List<GuardedCustomizer> customizers;

    private final @Nullable Masker masker;

    ProblemFinish(List<ProblemCustomizer> customizers, @Nullable Masker masker) {
        this.masker = masker;
        this.customizers = customizers.stream().map(GuardedCustomizer::new).toList();
    }

    Problem apply(Problem problem, VaultError error) {
        ProblemDetail body = problem.body();
        int status = body.getStatus();
        customizers.forEach(customizer -> customizer.customize(problem, error));
        if (body.getStatus() < 400 || body.getStatus() > 599) {
            body.setStatus(status);
        }
        clean(body);
        HttpHeaders headers = fit(problem.headers());
        headers.set(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        return new Problem(body, headers);
    }

    /** A line break in a value would start a header of its own. */
    private static HttpHeaders fit(HttpHeaders headers) {
        boolean[] allFit = {true};
        headers.forEach((name, values) -> allFit[0] &= values.stream().allMatch(ProblemFinish::isFit));
        if (allFit[0]) {
            return headers;
        }
        HttpHeaders fit = new HttpHeaders();
        headers.forEach(
                (name, values) -> values.stream().filter(ProblemFinish::isFit).forEach(value -> fit.add(name, value)));
        return fit;
    }

    private static boolean isFit(String value) {
        return value.equals(PlainText.of(value));
    }

    private void clean(ProblemDetail body) {
        if (body.getTitle() != null) {
            body.setTitle(clean(body.getTitle()));
        }
        if (body.getDetail() != null) {
            body.setDetail(clean(body.getDetail()));
        }
        Map<String, Object> properties = body.getProperties();
        if (properties != null) {
            properties.replaceAll(this::clean);
        }
    }

    private @Nullable Object clean(String name, @Nullable Object value) {
        if (value == null || (customizers.isEmpty() && HARMLESS.contains(name))) {
            return value;
        }
        Object masked = masker == null ? value : masker.mask(name, value);
        return masked instanceof String text ? PlainText.of(text) : masked;
    }

    private String clean(String text) {
        return PlainText.of(masker == null ? text : masker.maskText(text));
    }

    /** Keeps a customizer from breaking the answer. */
    private static final class GuardedCustomizer {

        private final ProblemCustomizer customizer;

        private final WarnOnce warning;

        GuardedCustomizer(ProblemCustomizer customizer) {
            this.customizer = customizer;
            this.warning = new WarnOnce(logger, customizer.getClass().getName() + " throws and is skipped");
        }

        void customize(Problem problem, VaultError error) {
            try {
                customizer.customize(problem.body(), problem.headers(), error);
            } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError ex) {
                warning.warn(ex);
            }
        }
    }
}
