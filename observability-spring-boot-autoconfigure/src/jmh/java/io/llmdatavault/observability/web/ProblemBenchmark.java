package io.llmdatavault.observability.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wimdeblauwe.errorhandlingspringbootstarter.ErrorHandlingFacade;
import io.github.wimdeblauwe.errorhandlingspringbootstarter.servlet.ServletErrorHandlingConfiguration;
import io.llmdatavault.observability.configuration.ObservabilityAutoConfiguration;
import io.llmdatavault.observability.error.ErrorContext;
import io.llmdatavault.observability.error.VaultError;
import io.llmdatavault.observability.error.report.ErrorLogging;
import io.llmdatavault.observability.error.report.ErrorReporter;
import io.llmdatavault.observability.error.report.ReportingAttempt;
import io.llmdatavault.observability.error.translate.ErrorTranslatorAutoConfiguration;
import io.llmdatavault.observability.logging.MaskingAutoConfiguration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.boot.autoconfigure.context.MessageSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.web.servlet.context.AnnotationConfigServletWebApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockServletContext;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * One exception, mapped and written as JSON, without a server and without reporting it: by this starter, by Spring's own
 * advice for problem details, and by error-handling-spring-boot-starter.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(3)
public class ProblemBenchmark {

    private static final SerializedString TYPE = new SerializedString("type");

    private static final SerializedString TITLE = new SerializedString("title");

    private static final SerializedString STATUS = new SerializedString("status");

    private static final SerializedString DETAIL = new SerializedString("detail");

    private static final SerializedString INSTANCE = new SerializedString("instance");

    @Param({"not-found", "missing-parameter"})
    String failure;

    private Exception exception;

    private AnnotationConfigServletWebApplicationContext context;

    private ObjectMapper json;

    private ProblemResponder responder;

    private ErrorHandlingFacade facade;

    private ResponseEntityExceptionHandler advice;

    private ServletWebRequest webRequest;

    private ProblemDetail finished;

    @Setup
    public void start() {
        context = new AnnotationConfigServletWebApplicationContext();
        context.setServletContext(new MockServletContext());
        TestPropertyValues.of("error.handling.exception-logging=no_logging").applyTo(context);
        context.registerBean(ErrorReporter.class, Silent::new);
        context.register(
                JacksonAutoConfiguration.class,
                MessageSourceAutoConfiguration.class,
                MaskingAutoConfiguration.class,
                ObservabilityAutoConfiguration.class,
                ErrorTranslatorAutoConfiguration.class,
                ProblemAutoConfiguration.class,
                ServletErrorHandlingConfiguration.class);
        context.refresh();
        json = context.getBean(ObjectMapper.class);
        responder = context.getBean(ProblemResponder.class);
        facade = context.getBean(ErrorHandlingFacade.class);
        advice = new ResponseEntityExceptionHandler() {};
        advice.setMessageSource(context);
        webRequest = new ServletWebRequest(new MockHttpServletRequest("GET", "/api/records/7"));
        exception = failure.equals("not-found")
                ? new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no record 7")
                : new MissingServletRequestParameterException("page", "int");
        finished = respond();
    }

    @TearDown
    public void stop() {
        context.close();
    }

    @Benchmark
    public byte[] vault() throws JsonProcessingException {
        return json.writeValueAsBytes(respond());
    }

    private ProblemDetail respond() {
        ProblemRequest request =
                new ProblemRequest("/api/records/7", Locale.ENGLISH, ErrorContext.of("GET /api/records/{id}"));
        return responder.respond(exception, List.of(), request).body();
    }

    /** The least that a body like ours costs: Jackson's part of it, which is not ours to make cheaper. */
    @Benchmark
    public byte[] vaultWritingOnly() throws JsonProcessingException {
        return json.writeValueAsBytes(finished);
    }

    /** The same without Jackson's serializers, the names encoded beforehand: whether a serializer of our own would help. */
    @Benchmark
    public byte[] vaultWritingByHand() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(512);
        try (JsonGenerator generator = json.getFactory().createGenerator(body)) {
            generator.writeStartObject();
            generator.writeFieldName(TYPE);
            generator.writeString(finished.getType().toString());
            generator.writeFieldName(TITLE);
            generator.writeString(finished.getTitle());
            generator.writeFieldName(STATUS);
            generator.writeNumber(finished.getStatus());
            generator.writeFieldName(DETAIL);
            generator.writeString(finished.getDetail());
            generator.writeFieldName(INSTANCE);
            generator.writeString(finished.getInstance().toString());
            for (Map.Entry<String, Object> member : finished.getProperties().entrySet()) {
                generator.writeFieldName(member.getKey());
                if (member.getValue() instanceof Boolean flag) {
                    generator.writeBoolean(flag);
                } else {
                    generator.writeString((String) member.getValue());
                }
            }
            generator.writeEndObject();
        }
        return body.toByteArray();
    }

    @Benchmark
    public byte[] springAdvice() throws Exception {
        ResponseEntity<Object> response = advice.handleException(exception, webRequest);
        return json.writeValueAsBytes(response.getBody());
    }

    /** With the member that Spring adds when it writes the answer, after its advice. */
    @Benchmark
    public byte[] springAdviceWithInstance() throws Exception {
        ProblemDetail body = (ProblemDetail) Objects.requireNonNull(advice.handleException(exception, webRequest))
                .getBody();
        Objects.requireNonNull(body)
                .setInstance(URI.create(webRequest.getRequest().getRequestURI()));
        return json.writeValueAsBytes(body);
    }

    @Benchmark
    public byte[] errorHandlingStarter() throws JsonProcessingException {
        return json.writeValueAsBytes(facade.handle(exception));
    }

    private static final class Silent implements ErrorReporter {

        @Override
        public VaultError report(Throwable thrown, String operation) {
            throw new IllegalStateException("Not asked");
        }

        @Override
        public VaultError report(Throwable thrown, String operation, ErrorLogging logging) {
            throw new IllegalStateException("Not asked");
        }

        @Override
        public VaultError report(Throwable thrown, VaultError translation, String operation, ErrorLogging logging) {
            return translation;
        }

        @Override
        public <T> ReportingAttempt<T> attempt(Callable<? extends T> call) {
            throw new IllegalStateException("Not asked");
        }
    }
}
