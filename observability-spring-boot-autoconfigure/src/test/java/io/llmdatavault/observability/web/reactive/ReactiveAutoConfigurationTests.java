package io.llmdatavault.observability.web.reactive;

import io.llmdatavault.observability.context.ContextPropagationAutoConfiguration;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.security.web.server.WebFilterChainProxy;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.web.reactive.DispatcherHandler;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

class ReactiveAutoConfigurationTests {

    private final ReactiveWebApplicationContextRunner runner = ReactiveServer.runner();

    @Test
    void hasAllParts() {
        runner.run(context -> assertThat(context)
                .hasSingleBean(ProblemExceptionHandler.class)
                .hasSingleBean(SecurityProblemPostProcessor.class)
                .hasSingleBean(ProblemRejectedHandler.class)
                .hasSingleBean(RequestIdWebFilter.class)
                .hasBean("vaultCarriedEntries"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vault.observability.enabled=false",
                "vault.observability.errors.enabled=false",
                "vault.observability.problem.enabled=false"
            })
    void answersNothingWhenSwitchedOff(String property) {
        runner.withPropertyValues(property)
                .run(context -> assertThat(context)
                        .doesNotHaveBean(ReactiveProblems.class)
                        .doesNotHaveBean(ProblemExceptionHandler.class)
                        .doesNotHaveBean(SecurityProblemPostProcessor.class)
                        .doesNotHaveBean(ProblemRejectedHandler.class));
    }

    @Test
    void namesNoRequestsWhenSwitchedOff() {
        runner.withPropertyValues("vault.observability.request-id.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(RequestIdWebFilter.class));
    }

    @Test
    void doesWithoutSpringSecurity() {
        runner.withClassLoader(new FilteredClassLoader(WebFilterChainProxy.class))
                .run(context -> assertThat(context)
                        .hasSingleBean(ProblemExceptionHandler.class)
                        .doesNotHaveBean(SecurityProblemPostProcessor.class)
                        .doesNotHaveBean("vaultProblemRejectedHandler"));
    }

    @Test
    void doesWithoutContextPropagation() {
        runner.withClassLoader(new FilteredClassLoader(ContextRegistry.class, ContextSnapshotFactory.class))
                .run(context -> assertThat(context)
                        .hasSingleBean(ProblemExceptionHandler.class)
                        .doesNotHaveBean("vaultCarriedEntries"));
    }

    @Test
    void backsOffWithoutWebFluxAndInServletApplications() {
        new WebApplicationContextRunner()
                .withClassLoader(new FilteredClassLoader(DispatcherHandler.class))
                .withConfiguration(AutoConfigurations.of(
                        ContextPropagationAutoConfiguration.class,
                        ReactiveProblemAutoConfiguration.class,
                        ReactiveRequestIdAutoConfiguration.class,
                        ReactiveSecurityProblemAutoConfiguration.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(ProblemExceptionHandler.class)
                        .doesNotHaveBean(RequestIdWebFilter.class));
    }

    @Test
    void rejectedHandlerOfTheApplicationWins() {
        runner.withBean(ServerExchangeRejectedHandler.class, () -> (exchange, rejected) -> Mono.empty())
                .run(context -> assertThat(context)
                        .hasSingleBean(ServerExchangeRejectedHandler.class)
                        .doesNotHaveBean(ProblemRejectedHandler.class));
    }
}
