package io.llmdatavault.observability.resilience.ratelimit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

/** Whatever fails, no permit stays taken. */
class HeldPermitsTests {

    private final List<String> log = new ArrayList<>();

    @Test
    void anErrorGivesBackWhatOthersGave() {
        BiFunction<String, StoreWait, RateLimitDecision> ask = (name, wait) -> {
            if (name.equals("b")) {
                throw new NoClassDefFoundError("Gone");
            }
            return new LoggedDecision(name, true, log);
        };
        assertThatExceptionOfType(NoClassDefFoundError.class)
                .isThrownBy(() -> HeldPermits.take(List.of("a", "b"), ask));
        assertThat(log).containsExactly("revoke a");
    }

    @Test
    void oneThatFailsKeepsNoOther() {
        RateLimitDecision broken = broken();
        BiFunction<String, StoreWait, RateLimitDecision> ask =
                (name, wait) -> name.equals("a") ? broken : new LoggedDecision(name, !name.equals("c"), log);
        HeldPermits held = HeldPermits.take(List.of("a", "b"), ask);
        log.clear();
        assertThatThrownBy(held::close).hasMessage("broken");
        assertThat(log).containsExactly("close b");
        log.clear();
        assertThatThrownBy(() -> HeldPermits.take(List.of("a", "b", "c"), ask))
                .hasMessageContaining("Rate limit")
                .satisfies(refusal -> assertThat(refusal.getSuppressed())
                        .singleElement()
                        .satisfies(closing -> assertThat(closing).hasMessage("broken")));
        assertThat(log).containsExactly("revoke b");
    }

    @Test
    void theCallerHearsOfWhatTheMethodHasThrown() {
        RateLimitDecision broken = broken();
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(RateLimitAutoConfiguration.class))
                .withBean(RateLimits.class, () -> (name, key, permits) -> broken)
                .withBean(Reader.class)
                .run(context -> {
                    assertThatThrownBy(context.getBean(Reader.class)::read).isInstanceOf(IOException.class);
                    verify(broken).close();
                });
    }

    @Test
    void theContainerHearsOfWhatTheHandlerHasThrown() {
        RateLimitDecision broken = broken();
        FilterChain handler = (request, response) -> {
            throw new IOException("unreadable");
        };
        new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(RateLimitAutoConfiguration.class))
                .withBean(RateLimits.class, () -> (name, key, permits) -> broken)
                .withPropertyValues(
                        "vault.observability.rate-limit.limits.any.type=requests-per-hour",
                        "vault.observability.rate-limit.limits.any.limit=1",
                        "vault.observability.rate-limit.limits.any.paths=/read")
                .run(context -> {
                    Filter filter = context.getBean("vaultRateLimitFilter", FilterRegistrationBean.class)
                            .getFilter();
                    MockHttpServletRequest request =
                            new MockHttpServletRequest(context.getServletContext(), "GET", "/read");
                    assertThatThrownBy(() -> filter.doFilter(request, new MockHttpServletResponse(), handler))
                            .isInstanceOf(IOException.class)
                            .satisfies(thrown -> assertThat(thrown.getSuppressed())
                                    .singleElement()
                                    .satisfies(closing -> assertThat(closing).hasMessage("broken")));
                });
    }

    private static RateLimitDecision broken() {
        RateLimitDecision broken = mock(RateLimitDecision.class);
        given(broken.orThrow()).willReturn(broken);
        willThrow(new IllegalStateException("broken")).given(broken).close();
        return broken;
    }

    static class Reader {

        @VaultRateLimit("any")
        public void read() throws IOException {
            throw new IOException("unreadable");
        }
    }
}
