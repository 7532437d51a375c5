package io.llmdatavault.observability.tracing;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which bridge to leave out, and how. */
final class TwoTracingBridgesFailureAnalyzer extends AbstractFailureAnalyzer<TwoTracingBridgesException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, TwoTracingBridgesException cause) {
        return new FailureAnalysis("""
                Two tracing bridges are on the class path: io.micrometer:micrometer-tracing-bridge-otel, which the \
                starter brings, and io.micrometer:micrometer-tracing-bridge-brave. Spring Boot takes spans from one of \
                them only, so the exporters of the other would stay silent.""", """
                To stay with Brave, leave the other bridge out:

                    <dependency>
                        <groupId>io.llmdatavault.observability</groupId>
                        <artifactId>observability-spring-boot-starter</artifactId>
                        <exclusions>
                            <exclusion>
                                <groupId>io.micrometer</groupId>
                                <artifactId>micrometer-tracing-bridge-otel</artifactId>
                            </exclusion>
                        </exclusions>
                    </dependency>

                To use OpenTelemetry, remove io.micrometer:micrometer-tracing-bridge-brave, or exclude it from the \
                dependency that brings it:

                    <exclusion>
                        <groupId>io.micrometer</groupId>
                        <artifactId>micrometer-tracing-bridge-brave</artifactId>
                    </exclusion>""", cause);
    }
}
