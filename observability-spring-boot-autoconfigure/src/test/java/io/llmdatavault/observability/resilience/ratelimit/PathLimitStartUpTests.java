package io.llmdatavault.observability.resilience.ratelimit;

import java.util.stream.Stream;

import jakarta.servlet.DispatcherType;

import io.llmdatavault.observability.error.ConfigurationError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.server.WebFilter;
import org.springframework.web.util.pattern.PathPattern;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/** Which filters there are, where they stand, and what is refused at start-up. */
class PathLimitStartUpTests {

    private static final AutoConfigurations FEATURE = AutoConfigurations.of(RateLimitAutoConfiguration.class);

    private static final String[] LIMIT = {
        "vault.observability.rate-limit.limits.some.type=requests-per-hour",
        "vault.observability.rate-limit.limits.some.limit=1"
    };

    private static final String PATHS = "vault.observability.rate-limit.limits.some.paths=";

    private final WebApplicationContextRunner servlet =
            new WebApplicationContextRunner().withConfiguration(FEATURE).withPropertyValues(LIMIT);

    private final ReactiveWebApplicationContextRunner reactive =
            new ReactiveWebApplicationContextRunner().withConfiguration(FEATURE).withPropertyValues(LIMIT);

    @Test
    void asksAfterSpringSecurity() {
        servlet.withPropertyValues(PATHS + "/a")
                .run(context -> assertThat(registration(context.getBeanFactory()))
                        .matches(FilterRegistrationBean::isEnabled)
                        .returns(-98, FilterRegistrationBean::getOrder));
        servlet.withPropertyValues(PATHS + "/a", "spring.security.filter.order=7")
                .run(context -> assertThat(
                                registration(context.getBeanFactory()).getOrder())
                        .isEqualTo(9));
        reactive.run(context ->
                assertThat(context.getBean(RateLimitWebFilter.class).getOrder()).isEqualTo(-98));
    }

    private static FilterRegistrationBean<?> registration(BeanFactory context) {
        return context.getBean("vaultRateLimitFilter", FilterRegistrationBean.class);
    }

    @Test
    void filtersNothingWithoutPaths() {
        servlet.run(context ->
                assertThat(registration(context.getBeanFactory()).isEnabled()).isFalse());
    }

    @Test
    void isSwitchedOff() {
        servlet.withPropertyValues("vault.observability.rate-limit.enabled=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean("vaultRateLimitFilter")
                        .doesNotHaveBean(PathLimits.class));
        reactive.withPropertyValues("vault.observability.rate-limit.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(WebFilter.class));
    }

    @Test
    void anotherFilterTakesItsPlaceByName() {
        FilterRegistrationBean<RateLimitFilter> own = new FilterRegistrationBean<>();
        own.setEnabled(false);
        servlet.withBean("vaultRateLimitFilter", FilterRegistrationBean.class, () -> own)
                .run(context ->
                        assertThat(registration(context.getBeanFactory())).isSameAs(own));
        WebFilter other = (exchange, chain) -> chain.filter(exchange);
        reactive.withBean("vaultRateLimitWebFilter", WebFilter.class, () -> other)
                .run(context -> assertThat(context.getBean(WebFilter.class)).isSameAs(other));
    }

    @Test
    void needsNoneOfTheWebLibraries() {
        servlet.withClassLoader(new FilteredClassLoader(SecurityFilterChain.class))
                .run(context -> assertThat(context).hasBean("vaultRateLimitFilter"));
        servlet.withClassLoader(new FilteredClassLoader(WebFilter.class))
                .run(context -> assertThat(context).hasNotFailed().hasBean("vaultRateLimitFilter"));
        reactive.withClassLoader(new FilteredClassLoader(DispatcherType.class))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(RateLimitWebFilter.class));
        new ApplicationContextRunner()
                .withConfiguration(FEATURE)
                .withPropertyValues(LIMIT)
                .withPropertyValues(PATHS + "/a")
                .withClassLoader(
                        new FilteredClassLoader(PathPattern.class, DispatcherType.class, WebFilter.class, Mono.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(RateLimits.class)
                        .doesNotHaveBean(PathLimits.class));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exports/**|\"exports/**\" does not start with a slash",
                "/a/{b|\"/a/{b\" is no pattern of a path: ",
                "/a/{*b}/c|\"/a/{*b}/c\" is no pattern of a path: "
            })
    void endsStartUpForWhatIsNoPattern(String path, String message) {
        Stream.of(servlet.withPropertyValues(PATHS + path), reactive.withPropertyValues(PATHS + path))
                .forEach(runner -> runner.run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(ConfigurationError.class)
                        .hasMessageContaining(message)
                        .extracting("configKey")
                        .isEqualTo("vault.observability.rate-limit.limits.some.paths")));
    }

    @Test
    void endsStartUpForAKeyThatReadsACall() {
        servlet.withPropertyValues(PATHS + "/a", "vault.observability.rate-limit.limits.some.key=spel:#tenant")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(ConfigurationError.class)
                        .hasMessageContaining("reads the call of a method"));
    }
}
