package io.llmdatavault.observability.web;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.web.reactive.WebFluxAutoConfiguration;
import org.springframework.boot.autoconfigure.web.reactive.error.ErrorWebFluxAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.web.reactive.error.DefaultErrorAttributes;
import org.springframework.boot.web.reactive.error.ErrorAttributes;
import org.springframework.boot.web.reactive.error.ErrorWebExceptionHandler;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/** What counts as the application's own, with Boot's real definitions beside it. */
class OwnBeansTests {

    private static final List<String> TYPES = List.of(
            "org.springframework.boot.webflux.error.ErrorAttributes",
            "org.springframework.boot.web.reactive.error.ErrorAttributes");

    private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(WebFluxAutoConfiguration.class, ErrorWebFluxAutoConfiguration.class));

    @Test
    void bootsOwnIsNotTheApplications() {
        runner.run(context -> {
            assertThat(context).hasSingleBean(ErrorAttributes.class);
            assertThat(OwnBeans.find(context, TYPES)).isEmpty();
            assertThat(OwnBeans.find(context, ErrorWebExceptionHandler.class)).isEmpty();
        });
    }

    @Test
    void goesByWhoDefinesABeanNotByItsClass() {
        runner.withUserConfiguration(BootsClass.class)
                .run(context -> assertThat(OwnBeans.find(context, TYPES)).containsExactly("attributesOfMine"));
    }

    @Test
    void findsALazyBeanWithoutCreatingIt() {
        runner.withUserConfiguration(NeverCreated.class)
                .withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .run(context -> assertThat(OwnBeans.find(context, TYPES)).containsExactly("attributesOfMine"));
    }

    @Test
    void findsWhatIsRegisteredByClassOrInstance() {
        runner.withBean("byClass", Mine.class)
                .withInitializer(
                        context -> context.getBeanFactory().registerSingleton("byInstance", (ErrorWebExceptionHandler)
                                (exchange, failure) -> Mono.empty()))
                .run(context -> {
                    assertThat(OwnBeans.find(context.getBeanFactory(), ErrorAttributes.class))
                            .containsExactly("byClass");
                    assertThat(OwnBeans.find(context, ErrorWebExceptionHandler.class))
                            .containsExactly("byInstance");
                });
    }

    @Test
    void asksForProblemsOnlyWhoWritesSo() {
        runner.run(context -> assertThat(OwnBeans.areProblemsAskedFor(context.getEnvironment()))
                .isFalse());
        runner.withPropertyValues("vault.observability.problem.enabled=true")
                .run(context -> assertThat(OwnBeans.areProblemsAskedFor(context.getEnvironment()))
                        .isTrue());
    }

    @Configuration(proxyBeanMethods = false)
    static class BootsClass {

        @Bean
        ErrorAttributes attributesOfMine() {
            return new DefaultErrorAttributes();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class NeverCreated {

        @Bean
        ErrorAttributes attributesOfMine() {
            throw new IllegalStateException("not needed");
        }
    }

    static class Mine extends DefaultErrorAttributes {}
}
