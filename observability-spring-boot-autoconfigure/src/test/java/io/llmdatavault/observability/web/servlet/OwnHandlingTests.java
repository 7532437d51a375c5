package io.llmdatavault.observability.web.servlet;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.llmdatavault.observability.error.NotFoundError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.error.ErrorAttributeOptions;
import org.springframework.boot.web.server.ErrorPage;
import org.springframework.boot.web.server.ErrorPageRegistrar;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.error.DefaultErrorAttributes;
import org.springframework.boot.web.servlet.error.ErrorAttributes;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

import static org.assertj.core.api.Assertions.assertThat;

/** What the application has itself for failures wins, also over the parts outside of Spring MVC. */
@ExtendWith(OutputCaptureExtension.class)
class OwnHandlingTests {

    private final WebApplicationContextRunner runner =
            WebServer.runner().withBean(Endpoints.class).withUserConfiguration(BrokenFilter.class);

    @Test
    void answersForFilterByDefault() {
        WebServer.run(runner, server -> {
            assertThat(server.get("/json", "X-Fail", "throw").statusCode()).isEqualTo(404);
            assertThat(isProblem(server, "/json", "X-Fail", "throw")).isTrue();
            assertThat(isProblem(server, "/json", "X-Fail", "send")).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void errorAttributesOfApplicationWin(boolean lazy, CapturedOutput output) {
        WebServer.run(
                runner.withUserConfiguration(OwnAttributesConfiguration.class)
                        .withInitializer(context -> makeLazy(context, lazy)),
                server -> {
                    assertThat(server.get("/json", "X-Fail", "throw").body()).contains("own");
                    assertThat(server.get("/json", "X-Fail", "send").body()).contains("own");
                    assertThat(server.get("/unknown-exception").body()).contains("own");
                });
        assertThat(output).containsOnlyOnce("The bean ownAttributes answers failures in place of problem details");
    }

    private static void makeLazy(ConfigurableApplicationContext context, boolean lazy) {
        if (lazy) {
            context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor());
        }
    }

    @Test
    void problemsThatAreAskedForWinOverErrorAttributes(CapturedOutput output) {
        WebServer.run(
                runner.withUserConfiguration(OwnAttributesConfiguration.class)
                        .withPropertyValues("vault.observability.problem.enabled=true"),
                server -> {
                    assertThat(isProblem(server, "/json", "X-Fail", "throw")).isTrue();
                    assertThat(isProblem(server, "/unknown-exception")).isTrue();
                });
        assertThat(output).doesNotContain("in place of problem details");
    }

    @Test
    void refusalsOfSpringSecurityAreProblemsBesideErrorAttributes() {
        WebServer.run(
                runner.withUserConfiguration(OwnAttributesConfiguration.class)
                        .withConfiguration(AutoConfigurations.of(
                                SecurityAutoConfiguration.class,
                                SecurityFilterAutoConfiguration.class,
                                UserDetailsServiceAutoConfiguration.class,
                                SecurityProblemAutoConfiguration.class)),
                server -> assertThat(isProblem(server, "/json")).isTrue());
    }

    @Test
    void errorPagesOfApplicationWinOutsideOfSpringMvc(CapturedOutput output) {
        WebServer.run(runner.withUserConfiguration(OwnPage.class), server -> {
            assertThat(server.get("/json", "X-Fail", "throw").body()).isEqualTo("own page");
            assertThat(output.getAll()).doesNotContain("failed with NOT_FOUND");
            assertThat(isProblem(server, "/json", "X-Fail", "send")).isTrue();
        });
    }

    @Test
    void leavesFailureOfAnErrorPageAlone(CapturedOutput output) {
        WebServer.run(runner.withUserConfiguration(OwnPage.class), server -> {
            assertThat(isProblem(server, "/json", "X-Fail", "throw", "X-Page", "fail"))
                    .isFalse();
            assertThat(isProblem(server, "/json", "X-Fail", "throw", "X-Page", "argument"))
                    .isFalse();
        });
        assertThat(output.getAll()).doesNotContain("error.report.ErrorReporter");
    }

    @Test
    void resolverAfterThoseOfSpringSeesAllAndMayAnswer() {
        Tracker tracker = new Tracker();
        WebServer.run(runner.withBean(Tracker.class, () -> tracker), server -> {
            assertThat(isProblem(server, "/unknown-exception")).isTrue();
            assertThat(isProblem(server, "/datasets/gone")).isTrue();
            assertThat(isProblem(server, "/error-thrown")).isTrue();
            assertThat(tracker.seen).hasSize(3);
            assertThat(server.get("/limited").statusCode()).isEqualTo(499);
        });
    }

    @Test
    void leavesPathsOutOfScopeAndDisabledApplicationsAlone() {
        for (String property : List.of("problem.paths=/other/**", "problem.enabled=false")) {
            WebServer.run(runner.withPropertyValues("vault.observability." + property), server -> {
                assertThat(isProblem(server, "/json", "X-Fail", "throw")).isFalse();
                assertThat(isProblem(server, "/json", "X-Fail", "send")).isFalse();
                assertThat(server.get("/json", "X-Fail", "throw").statusCode()).isEqualTo(500);
                assertThat(server.get("/json", "X-Fail", "send").statusCode()).isEqualTo(409);
            });
        }
    }

    @Test
    void findsErrorPageBelowPathsOfServletAndApplication() {
        WebServer.run(
                runner.withPropertyValues(
                        "server.error.path=/failed",
                        "spring.mvc.servlet.path=/mvc/",
                        "server.servlet.context-path=/app"),
                server -> assertThat(isProblem(server, "/app/json", "X-Fail", "send"))
                        .isTrue());
    }

    @Test
    void answersForTheDefaultChainOfBoot() {
        WebServer.run(withSecurity(), server -> {
            assertThat(server.get("/json").statusCode()).isEqualTo(401);
            assertThat(server.get("/json").headers().firstValue("WWW-Authenticate"))
                    .hasValue("Basic realm=\"Realm\"");
            assertThat(isProblem(server, "/json")).isTrue();
            assertThat(server.get("/json", "Accept", "text/html").statusCode()).isEqualTo(302);
        });
    }

    @Test
    void leavesRefusalsOutOfScopeAlone() {
        WebServer.run(withSecurity().withPropertyValues("vault.observability.problem.exclude-paths=/json"), server -> {
            assertThat(server.get("/json").statusCode()).isEqualTo(401);
            assertThat(server.get("/json").headers().firstValue("WWW-Authenticate"))
                    .isPresent();
            assertThat(isProblem(server, "/json")).isFalse();
        });
    }

    @Test
    void backsOffWithoutSpringSecurityAndWhenSwitchedOff() {
        runner.withClassLoader(new FilteredClassLoader(SecurityFilterChain.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(ServletProblems.class)
                        .doesNotHaveBean(SecurityProblems.class));
        withSecurity()
                .withPropertyValues("vault.observability.problem.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(SecurityProblems.class));
    }

    private WebApplicationContextRunner withSecurity() {
        return runner.withConfiguration(AutoConfigurations.of(
                SecurityAutoConfiguration.class,
                UserDetailsServiceAutoConfiguration.class,
                SecurityFilterAutoConfiguration.class));
    }

    private static boolean isProblem(WebServer server, String path, String... headers) {
        return server.get(path, headers)
                .headers()
                .firstValue("Content-Type")
                .filter("application/problem+json"::equals)
                .isPresent();
    }

    @Configuration(proxyBeanMethods = false)
    static class BrokenFilter {

        @Bean
        FilterRegistrationBean<Filter> brokenFilter() {
            return new FilterRegistrationBean<>((request, response, chain) -> {
                String fail = ((HttpServletRequest) request).getHeader("X-Fail");
                if (fail == null || request.getDispatcherType() != DispatcherType.REQUEST) {
                    chain.doFilter(request, response);
                } else if (fail.equals("throw")) {
                    throw NotFoundError.builder("dataset", "gone").build();
                } else {
                    ((HttpServletResponse) response).sendError(409);
                }
            });
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnAttributesConfiguration {

        /** Declared as Boot declares its own. */
        @Bean
        ErrorAttributes ownAttributes() {
            return new OwnAttributes();
        }
    }

    static class OwnAttributes extends DefaultErrorAttributes {

        @Override
        public Map<String, Object> getErrorAttributes(WebRequest request, ErrorAttributeOptions options) {
            return Map.of("own", true, "status", 500);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnPage {

        @Bean
        ErrorPageRegistrar page() {
            return registry -> registry.addErrorPages(new ErrorPage(NotFoundError.class, "/own-page"));
        }

        @Bean
        Page pageController() {
            return new Page();
        }
    }

    @RestController
    static class Page {

        @RequestMapping("/own-page")
        String page(HttpServletRequest request) {
            if ("fail".equals(request.getHeader("X-Page"))) {
                throw new IllegalStateException("x");
            }
            if ("argument".equals(request.getHeader("X-Page"))) {
                throw new ResponseStatusException(HttpStatus.CONFLICT);
            }
            return "own page";
        }
    }

    /** As error trackers are registered: after Spring's resolvers, to look at what they left. */
    static class Tracker implements HandlerExceptionResolver, Ordered {

        private final List<Exception> seen = new CopyOnWriteArrayList<>();

        @Override
        public ModelAndView resolveException(
                HttpServletRequest request, HttpServletResponse response, Object handler, Exception failure) {
            if (request.getRequestURI().equals("/limited")) {
                response.setStatus(499);
                return new ModelAndView();
            }
            seen.add(failure);
            return null;
        }

        @Override
        public int getOrder() {
            return 1;
        }
    }
}
