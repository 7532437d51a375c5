package io.llmdatavault.observability.web.servlet;

import java.io.IOException;
import java.util.EnumSet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.llmdatavault.observability.error.NotFoundError;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;

/** Fails wherever a request can: the header {@code X-Fail} names the place and the way, as in {@code inner:state}. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({Endpoints.class, AsyncEndpoints.class, GuardedPaths.class})
class FailingApplication {

    static final String PLANTED = "Planted-4711";

    /** Before ours. */
    @Bean
    FilterRegistrationBean<Filter> outerFilter() {
        return failing("outer", Ordered.HIGHEST_PRECEDENCE);
    }

    /** After ours, before Spring Security. */
    @Bean
    FilterRegistrationBean<Filter> innerFilter() {
        return failing("inner", -200);
    }

    /** After Spring Security. */
    @Bean
    FilterRegistrationBean<Filter> lateFilter() {
        return failing("late", Ordered.LOWEST_PRECEDENCE);
    }

    @Bean
    ServletRegistrationBean<HttpServlet> plainServlet() {
        HttpServlet servlet = new HttpServlet() {

            private static final long serialVersionUID = 1L;

            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response)
                    throws IOException, ServletException {
                fail(request.getParameter("with"), response);
            }
        };
        return new ServletRegistrationBean<>(servlet, "/servlet");
    }

    private static FilterRegistrationBean<Filter> failing(String place, int order) {
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
            String fail = ((HttpServletRequest) request).getHeader("X-Fail");
            if (fail != null && fail.startsWith(place + ":")) {
                fail(fail.substring(place.length() + 1), (HttpServletResponse) response);
            } else {
                chain.doFilter(request, response);
            }
        });
        registration.setOrder(order);
        registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST));
        return registration;
    }

    private static void fail(String way, HttpServletResponse response) throws IOException, ServletException {
        response.setHeader("X-Kept", "kept");
        response.setHeader("Set-Cookie", "a=b");
        response.setHeader("Content-Encoding", "gzip");
        switch (way) {
            case "state" -> throw new IllegalStateException(PLANTED);
            case "io" -> throw new IOException(PLANTED);
            case "servlet" -> throw new ServletException(PLANTED);
            case "linkage" -> throw new NoClassDefFoundError(PLANTED);
            case "vault" ->
                throw NotFoundError.builder("dataset", "gone").message(PLANTED).build();
            case "wrapped" ->
                throw new ServletException(
                        PLANTED, NotFoundError.builder("dataset", "gone").build());
            case "writer" -> {
                response.getWriter().write("half");
                throw new IllegalStateException(PLANTED);
            }
            case "503" -> {
                response.setHeader("Retry-After", "7");
                response.sendError(503, PLANTED);
            }
            default -> response.sendError(Integer.parseInt(way), PLANTED);
        }
    }
}
