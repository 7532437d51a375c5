package io.llmdatavault.observability.web.client;

import java.time.Clock;

import io.llmdatavault.observability.web.RequestIds;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.web.client.RestTemplateBuilder;
import org.springframework.web.client.DefaultResponseErrorHandler;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

class ClientAutoConfigurationTests {

    private static final ApplicationContextRunner RUNNER = ClientRunners.plain();

    @Test
    void problemsAreLeftToSpringByDefault() {
        RUNNER.run(context -> {
            assertThat(context)
                    .hasSingleBean(RestClients.class)
                    .hasSingleBean(WebClients.class)
                    .hasBean("vaultRestCustomizer")
                    .hasBean("vaultWebClientCustomizer")
                    .doesNotHaveBean(PeerErrors.class)
                    .doesNotHaveBean(RestClientBuilderPostProcessor.class)
                    .doesNotHaveBean(OutgoingRequestId.class);
            assertThat(context.getBean(RestTemplateBuilder.class).build().getErrorHandler())
                    .isExactlyInstanceOf(DefaultResponseErrorHandler.class);
        });
    }

    @Test
    void problemsAreDecodedOnRequest() {
        RUNNER.withPropertyValues(PeerServer.DECODE).run(context -> {
            assertThat(context).hasSingleBean(PeerErrors.class).hasSingleBean(RestClientBuilderPostProcessor.class);
            RestClient.Builder builder = context.getBean(RestClient.Builder.class);
            assertThat(builder).isEqualTo(builder).isNotEqualTo(context.getBean(RestClient.Builder.class));
            assertThat(builder.defaultHeader("a", "b")).isSameAs(builder);
            assertThat(context.getBean(RestTemplateBuilder.class).build().getErrorHandler())
                    .isInstanceOf(PeerErrorHandler.class);
        });
    }

    @Test
    void everythingIsOffWithTheStarter() {
        RUNNER.withPropertyValues(PeerServer.DECODE, "vault.observability.enabled=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(RestClients.class)
                        .doesNotHaveBean(WebClients.class)
                        .doesNotHaveBean(PeerErrors.class)
                        .doesNotHaveBean(RestClientBuilderPostProcessor.class)
                        .doesNotHaveBean("vaultRestCustomizer")
                        .doesNotHaveBean("vaultWebClientCustomizer"));
    }

    @Test
    void worksWithoutWebFlux() {
        RUNNER.withPropertyValues(PeerServer.DECODE)
                .withClassLoader(new FilteredClassLoader("org.springframework.web.reactive", "reactor"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(RestClients.class)
                        .doesNotHaveBean("vaultWebClientCustomizer"));
    }

    @Test
    void isOffWithoutSpringWeb() {
        RUNNER.withPropertyValues(PeerServer.DECODE)
                .withClassLoader(new FilteredClassLoader("org.springframework.web", "org.springframework.http"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean("vaultRestClients")
                        .doesNotHaveBean("vaultRestCustomizer")
                        .doesNotHaveBean("vaultWebClientCustomizer"));
    }

    @Test
    void idsAreSentWhereRequestsHaveThem() {
        PeerServer.run(PeerServer.runner(), server -> {
            assertThat(server.context().getBean(OutgoingRequestId.class).header())
                    .isEqualTo("X-Request-Id");
            assertThat(server.context().getBeansOfType(RequestIds.class)).hasSize(1);
            assertThat(server.context().getBeansOfType(WebClient.Builder.class)).hasSize(1);
        });
    }

    @Test
    void userBeanWins() {
        PeerErrors mine = new PeerErrors(null, Clock.systemUTC());
        RUNNER.withPropertyValues(PeerServer.DECODE)
                .withBean(PeerErrors.class, () -> mine)
                .run(context -> assertThat(context.getBean(PeerErrors.class)).isSameAs(mine));
    }

    @Test
    void wrongValueOfTheSwitchIsRefused() {
        PeerServer.runner()
                .withPropertyValues("vault.observability.problem.client.enabled=perhaps")
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void nativeImagesKnowTheProxy() {
        RuntimeHints hints = new RuntimeHints();
        new ClientRuntimeHints().registerHints(hints, null);
        assertThat(RuntimeHintsPredicates.proxies().forInterfaces(RestClient.Builder.class))
                .accepts(hints);
    }
}
