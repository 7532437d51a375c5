package io.llmdatavault.observability.web;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

import io.llmdatavault.observability.configuration.WarnOnce;
import io.llmdatavault.observability.error.ErrorContext;
import io.llmdatavault.observability.error.ErrorKind;
import io.llmdatavault.observability.error.VaultError;
import io.llmdatavault.observability.logging.Masker;
import io.llmdatavault.observability.logging.PlainText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.util.UriUtils;

/**
 * Makes problem details (RFC 9457) of failures. A pure function of its arguments: it knows neither servlets nor
 * reactive types, and reports nothing. Never throws: when a part of it fails, the problem says no more than that the
 * service did.
 */
final class ProblemMapper {

    private static final Logger logger = LoggerFactory.getLogger(ProblemMapper.class);

    private static final int MAX_INPUTS = 100;

    private final ProblemProperties properties;

    private final Map<ErrorKind, URI> types = new EnumMap<>(ErrorKind.class);

    private final ProblemStatuses statuses;

    private final ProblemTexts texts;

    private final ProblemHeaders headers;

    private final ProblemFinish finish;

    private final Timestamps timestamps = new Timestamps();

    private final WarnOnce warning = new WarnOnce(logger, "A failure cannot be described, its problem is bare");

    ProblemMapper(
            ProblemProperties properties,
            ProblemTexts texts,
            List<ProblemCustomizer> customizers,
            @Nullable Masker masker) {
        this.properties = properties;
        for (ErrorKind kind : ErrorKind.values()) {
            types.put(kind, URI.create(properties.typeBaseUri() + kind.slug()));
        }
        this.statuses = new ProblemStatuses(properties.statusByKind(), properties.validationStatus());
        this.texts = texts;
        this.headers = new ProblemHeaders(properties.realm());
        this.finish = new ProblemFinish(customizers, masker);
    }

    int status(Failure failure) {
        return failure.status(statuses);
    }

    Problem map(Failure failure, ProblemRequest request) {
        try {
            return finish.apply(describe(failure, request), failure.error());
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError ex) {
            warning.warn(ex);
            return bare();
        }
    }

    private Problem bare() {
        ProblemDetail body = ProblemDetail.forStatus(500);
        body.setType(type(ErrorKind.INTERNAL));
        body.setTitle("Internal error");
        body.setDetail("The service failed to handle the request.");
        body.setProperty("code", ErrorKind.INTERNAL.name());
        body.setProperty("retryable", false);
        HttpHeaders bareHeaders = new HttpHeaders();
        bareHeaders.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        return new Problem(body, bareHeaders);
    }

    private Problem describe(Failure failure, ProblemRequest request) {
        VaultError error = failure.error();
        ErrorContext context = error.context();
        int status = status(failure);
        ProblemDetail body = ProblemDetail.forStatus(status);
        body.setType(type(failure.kind()));
        body.setTitle(title(failure, request.locale()));
        body.setDetail(detail(failure, status, request.locale()));
        body.setInstance(instance(request.path()));
        body.setProperty("code", code(failure));
        ambient(request, context, ErrorContext::requestId).ifPresent(id -> body.setProperty("requestId", id));
        body.setProperty("timestamp", timestamps.text(context.timestamp()));
        body.setProperty("retryable", error.retryable());
        ambient(request, context, ErrorContext::traceId).ifPresent(id -> body.setProperty("traceId", id));
        if (!failure.inputs().isEmpty()) {
            body.setProperty("errors", inputs(failure, request.locale()));
        }
        OptionalLong retryAfter = headers.retryAfterSeconds(status, failure);
        retryAfter.ifPresent(seconds -> body.setProperty("retryAfter", seconds));
        if (failure.kind() == error.kind()) {
            ProblemMembers.of(error).forEach(body::setProperty);
        }
        addMetadata(body, error);
        return new Problem(body, headers.of(failure, status, retryAfter));
    }

    private URI type(ErrorKind kind) {
        return Objects.requireNonNull(types.get(kind));
    }

    private String title(Failure failure, Locale locale) {
        return failure.rule() != null && failure.rule().title() != null
                ? failure.rule().title()
                : texts.title(failure.kind(), locale);
    }

    private String detail(Failure failure, int status, Locale locale) {
        VaultError error = failure.error();
        if (failure.rule() != null && failure.rule().detail() != null) {
            return failure.rule().detail();
        }
        if (error.detail().isPresent()) {
            return error.detail().get();
        }
        if (failure.isToldByStatus()) {
            return texts.httpDetail(status, locale);
        }
        if (error instanceof RefusedRequestError && failure.kind() == ErrorKind.VALIDATION) {
            String sentence = texts.find("validation.failed", locale);
            return sentence != null ? sentence : RefusedRequestError.MESSAGE;
        }
        if (failure.kind() != error.kind()) {
            return texts.title(failure.kind(), locale);
        }
        return ProblemMembers.isTellable(error)
                ? texts.detail(error.kind(), locale, ProblemMembers.arguments(error))
                : texts.title(error.kind(), locale);
    }

    private static String code(Failure failure) {
        return failure.rule() != null && failure.rule().code() != null
                ? failure.rule().code()
                : failure.error().code();
    }

    /** The request's own id goes first: the error may have come from another thread or service. */
    private static Optional<String> ambient(
            ProblemRequest request, ErrorContext context, Function<ErrorContext, Optional<String>> id) {
        Optional<String> own = id.apply(request.ambient());
        return own.isPresent() ? own : id.apply(context);
    }

    private static URI instance(String path) {
        String bounded = path.substring(0, Math.min(path.length(), PlainText.MAX_LENGTH));
        String rooted = rooted(bounded);
        try {
            return URI.create(rooted);
        } catch (IllegalArgumentException ex) {
            return URI.create(UriUtils.encodePath(PlainText.of(rooted), StandardCharsets.UTF_8));
        }
    }

    /** Two leading slashes would make the first segment a host. */
    private static String rooted(String path) {
        int first = 0;
        while (first < path.length() && path.charAt(first) == '/') {
            first++;
        }
        return first == 1 ? path : "/" + path.substring(first);
    }

    private List<Map<String, String>> inputs(Failure failure, Locale locale) {
        List<Map<String, String>> inputs = new ArrayList<>();
        for (InputError input :
                failure.inputs().subList(0, Math.min(failure.inputs().size(), MAX_INPUTS))) {
            Map<String, String> members = new LinkedHashMap<>();
            members.put("detail", PlainText.of(inputText(input, locale)));
            if (input.place().member() != null && !input.name().isEmpty()) {
                members.put(input.place().member(), PlainText.of(input.name()));
            }
            inputs.add(members);
        }
        inputs.sort(Comparator.comparing(ProblemMapper::sortKey));
        return List.copyOf(inputs);
    }

    private static String sortKey(Map<String, String> members) {
        List<String> values = new ArrayList<>(members.values());
        // The name first, then the text: both are there in the order of the body, the other way round.
        return values.get(values.size() - 1) + '\0' + values.get(0);
    }

    private String inputText(InputError input, Locale locale) {
        String text = input.text() != null ? texts.find(input.text(), locale) : null;
        if (text != null && !InputText.mayShow(text, input.template(), input.rejectedValue())) {
            return text;
        }
        String sentence = texts.find(input.sentence(), locale);
        return sentence != null ? sentence : input.sentence();
    }

    private void addMetadata(ProblemDetail body, VaultError error) {
        if (properties.metadataAllowList().isEmpty()) {
            return;
        }
        Map<String, Object> metadata = error.context().metadata();
        for (String name : properties.metadataAllowList()) {
            @Nullable Object value = metadata.get(name);
            if (value != null) {
                body.setProperty(name, value);
            }
        }
    }
}
